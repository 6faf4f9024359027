package gregor.rebalance;

/// A new generation forms; join it first. Kafka: `REBALANCE_IN_PROGRESS`.
public final class RebalanceInProgressException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public RebalanceInProgressException(String message) {
        super(message);
    }
}
