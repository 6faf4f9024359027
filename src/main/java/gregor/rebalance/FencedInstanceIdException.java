package gregor.rebalance;

/// A member calls that another one with the same instance name has replaced. Kafka: `FENCED_INSTANCE_ID`.
public final class FencedInstanceIdException extends RuntimeException {
    public FencedInstanceIdException(String message) {
        super(message);
    }
}
