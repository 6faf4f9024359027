package gregor.topic;

/// A setting of a topic is unknown, or its value is not accepted. Kafka: `INVALID_CONFIG`.
public final class InvalidConfigurationException extends RuntimeException {
    public InvalidConfigurationException(String message) {
        super(message);
    }
}
