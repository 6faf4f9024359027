package gregor.rebalance;

/// A partition has no committed offset, and `auto.offset.reset` is `none`. Kafka: `NoOffsetForPartitionException`.
public final class NoOffsetForPartitionException extends RuntimeException {
    public NoOffsetForPartitionException(String message) {
        super(message);
    }
}
