package gregor.kafka.transaction;

import module java.base;

import gregor.guarantee.TransactionMetadata;
import gregor.guarantee.TransactionState;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.RequestContext;
import gregor.kafka.limits.IdentityHashed;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TopicData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DescribeTransactions: returns the states of transactional ids, with the partitions of their open transactions
/// (KIP-664).
@Serves(api = ApiKeys.DESCRIBE_TRANSACTIONS, oldest = 0, newest = 0)
public record DescribeTransactionsApi(
        TransactionCoordinator coordinator) implements Api<DescribeTransactionsRequestData> {
    @Override
    public Optional<ApiMessage> answer(DescribeTransactionsRequestData request, RequestContext context) {
        var answer = new DescribeTransactionsResponseData();
        Map<String, Transaction> all = coordinator.all();
        new LinkedHashSet<>(request.transactionalIds())
                .forEach(id -> answer.transactionStates().add(describe(id, Optional.ofNullable(all.get(id)), context)));
        return Optional.of(answer);
    }

    private static DescribeTransactionsResponseData.TransactionState describe(String id, Optional<Transaction> found,
            RequestContext context) {
        var result = new DescribeTransactionsResponseData.TransactionState().setTransactionalId(id);
        if (!context.mayDescribe(ResourceType.TRANSACTIONAL_ID, id)) {
            return result.setErrorCode(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code());
        }
        if (found.isEmpty()) {
            return result.setErrorCode(Errors.TRANSACTIONAL_ID_NOT_FOUND.code());
        }
        TransactionMetadata metadata = found.get().metadata();
        var topics = new TreeMap<String, TopicData>();
        new TreeSet<>(found.get().partitions).stream()
                .filter(partition -> context.mayDescribe(ResourceType.TOPIC, partition.topic()))
                .forEach(partition -> topics
                        .computeIfAbsent(partition.topic(), name -> new IdentityHashed.InTransaction().setTopic(name))
                        .partitions().add(partition.partition()));
        topics.values().forEach(result.topics()::add);
        boolean open = metadata.state() == TransactionState.ONGOING || metadata.state().isPrepared();
        return result.setTransactionState(metadata.state().toString()).setProducerId(metadata.producerId())
                .setProducerEpoch(metadata.epoch()).setTransactionTimeoutMs(metadata.timeoutMillis())
                .setTransactionStartTimeMs(open ? metadata.started() : -1);
    }
}
