package gregor.topic;

/// A topic with this name exists already. Kafka: `TOPIC_ALREADY_EXISTS`.
public final class TopicExistsException extends RuntimeException {
    /// @param message what was wrong, and what to do
    public TopicExistsException(String message) {
        super(message);
    }
}
