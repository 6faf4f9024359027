package gregor.kafka;

import gregor.kafka.Access.Kind;
import gregor.kafka.Access.Right;
import java.util.Optional;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// Heartbeat: a member says that it lives, and hears whether a new generation forms.
record HeartbeatApi(ClassicGroups groups) implements Api<HeartbeatRequestData> {
    @Override
    public ApiKeys key() {
        return ApiKeys.HEARTBEAT;
    }

    @Override
    public Optional<ApiMessage> answer(HeartbeatRequestData request, Call call) {
        var answer = new HeartbeatResponseData();
        try {
            if (!call.may(Right.READ, Kind.GROUP, request.groupId())) {
                throw new Refused(Errors.GROUP_AUTHORIZATION_FAILED, "");
            }
            groups.in(request.groupId(), (group, classic) -> {
                classic.check(group, request.memberId(), Optional.ofNullable(request.groupInstanceId()),
                        request.generationId());
                return null;
            });
        } catch (RuntimeException e) {
            answer.setErrorCode(ErrorCodes.of(e).code());
        }
        return Optional.of(answer);
    }
}
