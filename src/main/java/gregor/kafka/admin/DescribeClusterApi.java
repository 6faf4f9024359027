package gregor.kafka.admin;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import java.util.Optional;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DescribeCluster: what the cluster is called, and of which machines it is made. Of this one.
public record DescribeClusterApi(Broker broker) implements Api<DescribeClusterRequestData> {
    private static final byte BROKERS = 1;

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_CLUSTER;
    }

    @Override
    public Optional<ApiMessage> answer(DescribeClusterRequestData request, RequestContext call) {
        if (request.endpointType() != BROKERS) {
            return Optional.of(new DescribeClusterResponseData().setErrorCode(Errors.MISMATCHED_ENDPOINT_TYPE.code())
                    .setErrorMessage("The request was sent to an endpoint of the wrong type: this is a broker.")
                    .setEndpointType(request.endpointType()));
        }
        var answer = new DescribeClusterResponseData().setClusterId(LocalNode.clusterId(broker)).setControllerId(LocalNode.ID);
        answer.brokers().add(new DescribeClusterBroker().setBrokerId(LocalNode.ID).setHost(call.here().getHostString())
                .setPort(call.here().getPort()));
        return Optional.of(answer);
    }
}
