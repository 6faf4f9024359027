package gregor.topic;

/// The name of a topic breaks one of Kafka's rules. Kafka: `INVALID_TOPIC_EXCEPTION`.
public final class InvalidTopicException extends RuntimeException {
    public InvalidTopicException(String message) {
        super(message);
    }
}
