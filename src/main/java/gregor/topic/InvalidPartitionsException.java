package gregor.topic;

/// A number of partitions is less than 1, or less than the topic has. Kafka: `INVALID_PARTITIONS`.
public final class InvalidPartitionsException extends RuntimeException {
    /// @param message what was wrong, and what to do
    public InvalidPartitionsException(String message) {
        super(message);
    }
}
