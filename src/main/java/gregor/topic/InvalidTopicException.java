package gregor.topic;

/// The name of a topic breaks one of Kafka's rules. Kafka: `INVALID_TOPIC_EXCEPTION`.
public final class InvalidTopicException extends RuntimeException {
    /// @param message what was wrong, and what to do
    public InvalidTopicException(String message) {
        super(message);
    }
}
