package gregor.rebalance;

/// A group has members, and the operation needs a group without. Kafka: `NON_EMPTY_GROUP`.
public final class GroupNotEmptyException extends RuntimeException {
    public GroupNotEmptyException(String message) {
        super(message);
    }
}
