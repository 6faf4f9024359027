package gregor.kafka;

import module java.base;

import gregor.kafka.Authorizer.ResourceType;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// FindCoordinator: names the node that coordinates a group or a transactional id; here the one node.
///
/// Leaves out coordinators of share groups (key type 2).
@Serves(api = ApiKeys.FIND_COORDINATOR, oldest = 0, newest = 6)
record FindCoordinatorApi() implements Api<FindCoordinatorRequestData> {
    private static final List<ResourceType> TYPES = List.of(ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID);
    private static final String UNSUPPORTED_TYPE = "only groups and transactional ids have coordinators here"
            + " (key types 0 and 1)";

    @Override
    public Optional<ApiMessage> answer(FindCoordinatorRequestData request, RequestContext context) {
        var answer = new FindCoordinatorResponseData();
        List<String> names = context.version() < 4 ? List.of(request.key()) : request.coordinatorKeys();
        for (String name : names) {
            answer.coordinators().add(coordinator(name, request.keyType(), context));
        }
        return Optional.of(context.version() < 4 ? single(answer.coordinators().getFirst()) : answer);
    }

    private static Coordinator coordinator(String name, byte type, RequestContext context) {
        if (type < 0 || type >= TYPES.size()) {
            return error(name, Errors.INVALID_REQUEST, UNSUPPORTED_TYPE);
        }
        try {
            context.authorizeDescribe(TYPES.get(type), name);
        } catch (ErrorResponseException e) {
            return error(name, e.error(), e.getMessage());
        }
        return new Coordinator().setKey(name).setNodeId(LocalNode.ID).setHost(context.endpoint().getHostString())
                .setPort(context.endpoint().getPort());
    }

    private static Coordinator error(String name, Errors error, String message) {
        return new Coordinator().setKey(name).setNodeId(-1).setPort(-1).setErrorCode(error.code())
                .setErrorMessage(message);
    }

    private static FindCoordinatorResponseData single(Coordinator coordinator) {
        return new FindCoordinatorResponseData().setErrorCode(coordinator.errorCode())
                .setErrorMessage(coordinator.errorMessage()).setNodeId(coordinator.nodeId()).setHost(coordinator.host())
                .setPort(coordinator.port());
    }
}
