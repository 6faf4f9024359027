package gregor.kafka;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import java.util.HashMap;
import java.util.Optional;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// SyncGroup: the leader says who gets what, and all others ask. They are answered when it has said so.
record SyncGroupApi(ClassicGroups groups) implements Api<SyncGroupRequestData> {
    @Override
    public ApiKeys key() {
        return ApiKeys.SYNC_GROUP;
    }

    @Override
    public Optional<ApiMessage> answer(SyncGroupRequestData request, RequestContext call) {
        try {
            if (!call.isAuthorized(AclOperation.READ, ResourceType.GROUP, request.groupId())) {
                throw new ErrorResponseException(Errors.GROUP_AUTHORIZATION_FAILED, "");
            }
            request.assignments().forEach(each -> NameLimits.check(each.assignment().length, "an assignment"));
            return Optional.of(sync(request, call));
        } catch (RuntimeException e) {
            return Optional.of(new SyncGroupResponseData().setErrorCode(ErrorCodes.of(e).code()));
        }
    }

    private SyncGroupResponseData sync(SyncGroupRequestData request, RequestContext call) {
        var answer = groups.in(request.groupId(), (group, classic) -> {
            ClassicGroupMember member = classic.member(request.memberId(), Optional.ofNullable(request.groupInstanceId()));
            classic.check(group, request.memberId(), Optional.ofNullable(request.groupInstanceId()),
                    request.generationId());
            if (isOther(request.protocolType(), classic.type())
                    || isOther(request.protocolName(), classic.protocol())) {
                throw new ErrorResponseException(Errors.INCONSISTENT_GROUP_PROTOCOL, "");
            }
            var assignments = new HashMap<String, byte[]>();
            request.assignments().forEach(each -> assignments.put(each.memberId(), each.assignment()));
            classic.sync(group, member, request.generationId(), assignments);
            return new SyncGroupResponseData().setProtocolType(classic.type()).setProtocolName(classic.protocol());
        });
        return answer.setAssignment(groups.assignment(request.groupId(), request.memberId(),
                request.generationId(), call));
    }

    private static boolean isOther(String said, String known) {
        return said != null && !said.equals(known);
    }
}
