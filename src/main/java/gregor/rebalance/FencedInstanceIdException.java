package gregor.rebalance;

/// A member calls whose place somebody else has taken under the same name. Kafka: `FENCED_INSTANCE_ID`.
public final class FencedInstanceIdException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public FencedInstanceIdException(String message) {
        super(message);
    }
}
