package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DescribeCluster: returns the cluster id and the nodes; here one (KIP-700).
///
/// Leaves out controllers (KIP-919), authorized operations and fenced brokers.
@Serves(api = ApiKeys.DESCRIBE_CLUSTER, oldest = 0, newest = 2)
public record DescribeClusterApi(Broker broker) implements Api<DescribeClusterRequestData> {
    private static final byte BROKERS = 1;

    @Override
    public Optional<ApiMessage> answer(DescribeClusterRequestData request, RequestContext context) {
        if (request.endpointType() != BROKERS) {
            return Optional.of(new DescribeClusterResponseData().setErrorCode(Errors.MISMATCHED_ENDPOINT_TYPE.code())
                    .setErrorMessage("The request was sent to an endpoint of the wrong type: this is a broker.")
                    .setEndpointType(request.endpointType()));
        }
        var answer = new DescribeClusterResponseData().setClusterId(LocalNode.clusterId(broker))
                .setControllerId(LocalNode.ID);
        answer.brokers().add(new DescribeClusterBroker().setBrokerId(LocalNode.ID)
                .setHost(context.endpoint().getHostString()).setPort(context.endpoint().getPort()));
        return Optional.of(answer);
    }
}
