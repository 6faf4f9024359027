package gregor.broker;

import gregor.topic.TopicPartition;

/// The log of a partition cannot be opened; the others are not affected. Kafka: `KAFKA_STORAGE_ERROR`.
public final class PartitionUnavailableException extends BrokerException {
    /// Says which one, and why.
    public PartitionUnavailableException(TopicPartition partition, Exception cause) {
        super(partition + " is not available until the broker is started again: " + cause.getMessage(), cause);
    }
}
