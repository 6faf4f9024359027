package gregor.rebalance;

/// A new generation is forming; the member must join it first. Kafka: `REBALANCE_IN_PROGRESS`.
public final class RebalanceInProgressException extends RuntimeException {
    public RebalanceInProgressException(String message) {
        super(message);
    }
}
