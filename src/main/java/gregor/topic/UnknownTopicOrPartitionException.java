package gregor.topic;

/// There is no such topic, or it has no such partition. Kafka: `UNKNOWN_TOPIC_OR_PARTITION`.
public final class UnknownTopicOrPartitionException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public UnknownTopicOrPartitionException(String message) {
        super(message);
    }
}
