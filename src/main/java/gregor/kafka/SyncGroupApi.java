package gregor.kafka;

import gregor.kafka.Access.Kind;
import gregor.kafka.Access.Right;
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
    public Optional<ApiMessage> answer(SyncGroupRequestData request, Call call) {
        try {
            if (!call.may(Right.READ, Kind.GROUP, request.groupId())) {
                throw new Refused(Errors.GROUP_AUTHORIZATION_FAILED, "");
            }
            request.assignments().forEach(each -> NameLimits.check(each.assignment().length, "an assignment"));
            return Optional.of(sync(request, call));
        } catch (RuntimeException e) {
            return Optional.of(new SyncGroupResponseData().setErrorCode(ErrorCodes.of(e).code()));
        }
    }

    private SyncGroupResponseData sync(SyncGroupRequestData request, Call call) {
        var answer = groups.in(request.groupId(), (group, classic) -> {
            ClassicMember member = classic.member(request.memberId(), Optional.ofNullable(request.groupInstanceId()));
            classic.check(group, request.memberId(), Optional.ofNullable(request.groupInstanceId()),
                    request.generationId());
            if (isOther(request.protocolType(), classic.type())
                    || isOther(request.protocolName(), classic.protocol())) {
                throw new Refused(Errors.INCONSISTENT_GROUP_PROTOCOL, "");
            }
            var assignments = new HashMap<String, byte[]>();
            request.assignments().forEach(each -> assignments.put(each.memberId(), each.assignment()));
            classic.share(group, member, request.generationId(), assignments);
            return new SyncGroupResponseData().setProtocolType(classic.type()).setProtocolName(classic.protocol());
        });
        return answer.setAssignment(groups.assignment(request.groupId(), request.memberId(),
                request.generationId(), call));
    }

    private static boolean isOther(String said, String known) {
        return said != null && !said.equals(known);
    }
}
