package gregor.kafka;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
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
    public Optional<ApiMessage> answer(HeartbeatRequestData request, RequestContext call) {
        var answer = new HeartbeatResponseData();
        try {
            if (!call.isAuthorized(AclOperation.READ, ResourceType.GROUP, request.groupId())) {
                throw new ErrorResponseException(Errors.GROUP_AUTHORIZATION_FAILED, "");
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
