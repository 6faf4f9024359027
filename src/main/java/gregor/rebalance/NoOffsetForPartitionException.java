package gregor.rebalance;

/// There is no bookmark, and the member may not choose by itself. Kafka: `NoOffsetForPartitionException`.
public final class NoOffsetForPartitionException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public NoOffsetForPartitionException(String message) {
        super(message);
    }
}
