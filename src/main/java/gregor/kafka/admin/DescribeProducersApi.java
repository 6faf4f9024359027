package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.DistinctElements;
import gregor.kafka.ErrorCodes;
import gregor.kafka.LocalNode;
import gregor.kafka.ProducerStates;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import gregor.topic.Topic;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// DescribeProducers: returns the idempotent producers that have written to partitions, each with its last batch and
/// its open transaction (KIP-664).
@Serves(api = ApiKeys.DESCRIBE_PRODUCERS, oldest = 0, newest = 0)
public record DescribeProducersApi(Broker broker,
        ProducerStates producers) implements Api<DescribeProducersRequestData> {
    @Override
    public Optional<ApiMessage> answer(DescribeProducersRequestData request, RequestContext context) {
        var answer = new DescribeProducersResponseData();
        DistinctElements.by(request.topics(), TopicRequest::name).forEach(topic -> {
            var result = new TopicResponse().setName(topic.name());
            new TreeSet<>(topic.partitionIndexes())
                    .forEach(number -> result.partitions().add(describe(topic.name(), number, context)));
            answer.topics().add(result);
        });
        return Optional.of(answer);
    }

    private PartitionResponse describe(String topic, int number, RequestContext context) {
        var result = new PartitionResponse().setPartitionIndex(number);
        try {
            Topic.checkName(topic);
            context.authorize(AclOperation.READ, ResourceType.TOPIC, topic);
            producers.active(LocalNode.partition(broker, topic, number)).forEach(producer -> result.activeProducers()
                    .add(new ProducerState().setProducerId(producer.producerId()).setProducerEpoch(producer.epoch())
                            .setLastSequence(producer.lastSequence()).setLastTimestamp(producer.timestamp())
                            .setCoordinatorEpoch(producer.coordinatorEpoch())
                            .setCurrentTxnStartOffset(producer.firstOffset())));
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
    }
}
