package gregor.rebalance;

/// A member calls with another generation than the group's. Kafka: `ILLEGAL_GENERATION`.
public final class IllegalGenerationException extends RuntimeException {
    public IllegalGenerationException(String message) {
        super(message);
    }
}
