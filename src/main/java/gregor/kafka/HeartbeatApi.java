package gregor.kafka;

import module java.base;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// Heartbeat: keeps a member of a classic group alive and tells it when a rebalance begins.
@Serves(api = ApiKeys.HEARTBEAT, oldest = 0, newest = 4)
record HeartbeatApi(ClassicGroups groups) implements Api<HeartbeatRequestData> {
    @Override
    public Optional<ApiMessage> answer(HeartbeatRequestData request, RequestContext context) {
        context.authorize(AclOperation.READ, ResourceType.GROUP, request.groupId());
        groups.in(request.groupId(), (group, classic) -> {
            classic.heartbeat(group, request.memberId(), Optional.ofNullable(request.groupInstanceId()),
                    request.generationId());
            return null;
        });
        return Optional.of(new HeartbeatResponseData());
    }
}
