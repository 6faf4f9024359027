package gregor.kafka.transaction;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorCodes;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import gregor.kafka.limits.IdentityHashed;
import gregor.list.Origin;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// AddPartitionsToTxn: adds partitions to the transaction of a producer, all or none.
///
/// Leaves out versions 4 and 5, which only Kafka's brokers send.
@Serves(api = ApiKeys.ADD_PARTITIONS_TO_TXN, oldest = 0, newest = 3)
public record AddPartitionsToTxnApi(Broker broker,
        TransactionCoordinator coordinator) implements Api<AddPartitionsToTxnRequestData> {
    @Override
    public Optional<ApiMessage> answer(AddPartitionsToTxnRequestData request, RequestContext context) {
        var results = new LinkedHashMap<TopicPartition, Errors>();
        request.v3AndBelowTopics().forEach(topic -> topic.partitions().forEach(number -> results
                .computeIfAbsent(new TopicPartition(topic.name(), number), name -> check(name, context))));
        boolean valid = results.values().stream().allMatch(Errors.NONE::equals);
        Errors common = valid ? add(request, results, context) : Errors.OPERATION_NOT_ATTEMPTED;
        results.replaceAll((partition, error) -> error == Errors.NONE ? common : error);
        return Optional.of(answer(results));
    }

    private Errors check(TopicPartition partition, RequestContext context) {
        if (Broker.isInternal(partition.topic())
                || !context.isAuthorized(AclOperation.WRITE, ResourceType.TOPIC, partition.topic())) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        return LocalNode.exists(broker, partition) ? Errors.NONE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private Errors add(AddPartitionsToTxnRequestData request, Map<TopicPartition, Errors> partitions,
            RequestContext context) {
        try {
            context.authorize(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, request.v3AndBelowTransactionalId());
            coordinator.addPartitions(request.v3AndBelowTransactionalId(),
                    new Origin(request.v3AndBelowProducerId(), request.v3AndBelowProducerEpoch(), -1),
                    partitions.keySet());
            return Errors.NONE;
        } catch (RuntimeException e) {
            return ErrorCodes.of(e, key(), context);
        }
    }

    private static AddPartitionsToTxnResponseData answer(Map<TopicPartition, Errors> results) {
        var answer = new AddPartitionsToTxnResponseData();
        var topics = new LinkedHashMap<String, AddPartitionsToTxnTopicResult>();
        results.forEach((partition, error) -> topics
                .computeIfAbsent(partition.topic(), name -> new IdentityHashed.AddedTopic().setName(name))
                .resultsByPartition().add(new IdentityHashed.AddedPartition().setPartitionIndex(partition.partition())
                        .setPartitionErrorCode(error.code())));
        topics.values().forEach(answer.resultsByTopicV3AndBelow()::add);
        return answer;
    }
}
