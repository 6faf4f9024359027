package gregor.topic;

/// A topic or a partition of a topic does not exist. Kafka: `UNKNOWN_TOPIC_OR_PARTITION`.
public final class UnknownTopicOrPartitionException extends RuntimeException {
    public UnknownTopicOrPartitionException(String message) {
        super(message);
    }
}
