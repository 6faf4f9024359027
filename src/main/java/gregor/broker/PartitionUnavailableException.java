package gregor.broker;

import gregor.topic.TopicPartition;

/// The log of a partition cannot be opened; other partitions are not affected. Kafka: `KAFKA_STORAGE_ERROR`.
public final class PartitionUnavailableException extends BrokerException {
    public PartitionUnavailableException(TopicPartition partition, Exception cause) {
        super(partition + " is not available until the broker is started again: " + cause.getMessage(), cause);
    }
}
