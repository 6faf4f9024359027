package gregor.topic;

/// A topic with this name exists already. Kafka: `TOPIC_ALREADY_EXISTS`.
public final class TopicExistsException extends RuntimeException {
    public TopicExistsException(String message) {
        super(message);
    }
}
