package gregor.rebalance;

/// Members of one group use different assignors. Kafka: `INCONSISTENT_GROUP_PROTOCOL`.
public final class InconsistentGroupProtocolException extends RuntimeException {
    public InconsistentGroupProtocolException(String message) {
        super(message);
    }
}
