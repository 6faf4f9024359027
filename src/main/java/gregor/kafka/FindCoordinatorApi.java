package gregor.kafka;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// FindCoordinator: which machine looks after a group. Ours does, whichever group it is.
record FindCoordinatorApi() implements Api<FindCoordinatorRequestData> {
    private static final byte GROUP = 0;
    private static final String NONE_FOR_TRANSACTIONS = "this broker has no transactions";

    @Override
    public ApiKeys key() {
        return ApiKeys.FIND_COORDINATOR;
    }

    @Override
    public Optional<ApiMessage> answer(FindCoordinatorRequestData request, RequestContext call) {
        var answer = new FindCoordinatorResponseData();
        List<String> names = call.version() < 4 ? List.of(request.key()) : request.coordinatorKeys();
        for (String name : names) {
            answer.coordinators().add(coordinator(name, request.keyType(), call));
        }
        return Optional.of(call.version() < 4 ? single(answer.coordinators().getFirst()) : answer);
    }

    private static Coordinator coordinator(String name, byte type, RequestContext call) {
        if (type != GROUP) {
            return refused(name, Errors.INVALID_REQUEST, NONE_FOR_TRANSACTIONS);
        }
        if (!call.isAuthorized(AclOperation.READ, ResourceType.GROUP, name)) {
            return refused(name, Errors.GROUP_AUTHORIZATION_FAILED, "not for " + call.connection().principal());
        }
        return new Coordinator().setKey(name).setNodeId(LocalNode.ID).setHost(call.here().getHostString())
                .setPort(call.here().getPort());
    }

    private static Coordinator refused(String name, Errors error, String message) {
        return new Coordinator().setKey(name).setNodeId(-1).setPort(-1).setErrorCode(error.code())
                .setErrorMessage(message);
    }

    private static FindCoordinatorResponseData single(Coordinator one) {
        return new FindCoordinatorResponseData().setErrorCode(one.errorCode()).setErrorMessage(one.errorMessage())
                .setNodeId(one.nodeId()).setHost(one.host()).setPort(one.port());
    }
}
