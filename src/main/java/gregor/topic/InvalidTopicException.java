package gregor.topic;

/// A topic cannot have this name. Kafka's name, too: `INVALID_TOPIC_EXCEPTION`.
public final class InvalidTopicException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public InvalidTopicException(String message) {
        super(message);
    }
}
