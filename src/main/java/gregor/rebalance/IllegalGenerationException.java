package gregor.rebalance;

/// A member calls with the badge of another generation than this one. Kafka: `ILLEGAL_GENERATION`.
public final class IllegalGenerationException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public IllegalGenerationException(String message) {
        super(message);
    }
}
