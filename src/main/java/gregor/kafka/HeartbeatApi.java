package gregor.kafka;

import module java.base;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// Heartbeat: keeps a member of a classic group alive and tells it when a rebalance begins.
///
/// Serves versions 0 to 4.
record HeartbeatApi(ClassicGroups groups) implements Api<HeartbeatRequestData> {
    @Override
    public ApiVersionRange versions() {
        return new ApiVersionRange(ApiKeys.HEARTBEAT, 0, 4);
    }

    @Override
    public Optional<ApiMessage> answer(HeartbeatRequestData request, RequestContext context) {
        var answer = new HeartbeatResponseData();
        try {
            context.authorize(AclOperation.READ, ResourceType.GROUP, request.groupId());
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
