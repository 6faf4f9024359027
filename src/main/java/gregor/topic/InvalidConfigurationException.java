package gregor.topic;

/// A topic does not have this setting, or the setting not this value. Kafka: `INVALID_CONFIG`.
public final class InvalidConfigurationException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public InvalidConfigurationException(String message) {
        super(message);
    }
}
