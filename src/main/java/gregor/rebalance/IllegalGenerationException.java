package gregor.rebalance;

/// A member calls with another generation than the group's. Kafka: `ILLEGAL_GENERATION`.
public final class IllegalGenerationException extends RuntimeException {
    /// Takes a message that says what to do.
    public IllegalGenerationException(String message) {
        super(message);
    }
}
