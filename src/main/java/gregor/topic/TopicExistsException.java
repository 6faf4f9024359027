package gregor.topic;

/// There is a topic of this name already. Kafka: `TOPIC_ALREADY_EXISTS`.
public final class TopicExistsException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public TopicExistsException(String message) {
        super(message);
    }
}
