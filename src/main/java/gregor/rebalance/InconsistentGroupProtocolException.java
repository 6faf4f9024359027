package gregor.rebalance;

/// Members of one group want to share out in different ways. Kafka: `INCONSISTENT_GROUP_PROTOCOL`.
public final class InconsistentGroupProtocolException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public InconsistentGroupProtocolException(String message) {
        super(message);
    }
}
