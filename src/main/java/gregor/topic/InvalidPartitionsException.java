package gregor.topic;

/// A number of partitions is less than 1, or less than the topic has. Kafka: `INVALID_PARTITIONS`.
public final class InvalidPartitionsException extends RuntimeException {
    public InvalidPartitionsException(String message) {
        super(message);
    }
}
