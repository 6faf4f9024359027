package gregor.kafka;

import module java.base;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// SyncGroup: takes the assignment from the leader of a classic group and gives each member its part. Members wait
/// until the leader has sent it.
@Serves(api = ApiKeys.SYNC_GROUP, oldest = 0, newest = 5)
record SyncGroupApi(ClassicGroups groups) implements Api<SyncGroupRequestData> {
    @Override
    public Optional<ApiMessage> answer(SyncGroupRequestData request, RequestContext context) {
        context.authorize(AclOperation.READ, ResourceType.GROUP, request.groupId());
        request.assignments().forEach(each -> NameLimits.check(each.assignment().length, "an assignment"));
        var answer = groups.in(request.groupId(), (group, classic) -> {
            ClassicGroupMember member = classic.member(request.memberId(),
                    Optional.ofNullable(request.groupInstanceId()));
            classic.heartbeat(group, request.memberId(), Optional.ofNullable(request.groupInstanceId()),
                    request.generationId());
            if (isOther(request.protocolType(), classic.type())
                    || isOther(request.protocolName(), classic.protocol())) {
                throw new ErrorResponseException(Errors.INCONSISTENT_GROUP_PROTOCOL,
                        "the group uses " + classic.type() + " " + classic.protocol());
            }
            var assignments = new HashMap<String, byte[]>();
            request.assignments().forEach(each -> assignments.put(each.memberId(), each.assignment()));
            classic.sync(group, member, request.generationId(), assignments);
            return new SyncGroupResponseData().setProtocolType(classic.type()).setProtocolName(classic.protocol());
        });
        return Optional.of(answer.setAssignment(
                groups.assignment(request.groupId(), request.memberId(), request.generationId(), context)));
    }

    private static boolean isOther(String named, String known) {
        return named != null && !named.equals(known);
    }
}
