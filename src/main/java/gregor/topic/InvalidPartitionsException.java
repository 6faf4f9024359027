package gregor.topic;

/// A topic cannot have that many partitions: none at all, or fewer than it has. Kafka: `INVALID_PARTITIONS`.
public final class InvalidPartitionsException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public InvalidPartitionsException(String message) {
        super(message);
    }
}
