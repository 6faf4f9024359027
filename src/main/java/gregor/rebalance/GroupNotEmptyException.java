package gregor.rebalance;

/// Something was asked of a group that only an empty one can do. Kafka: `NON_EMPTY_GROUP`.
public final class GroupNotEmptyException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public GroupNotEmptyException(String message) {
        super(message);
    }
}
