package gregor.rebalance;

/// A group has members, and the operation needs a group without. Kafka: `NON_EMPTY_GROUP`.
public final class GroupNotEmptyException extends RuntimeException {
    /// Takes a message that says what to do.
    public GroupNotEmptyException(String message) {
        super(message);
    }
}
