package gregor.rebalance;

/// An assignment names an unknown member or partition, or assigns a partition twice.
public final class InvalidAssignmentException extends RuntimeException {
    public InvalidAssignmentException(String message) {
        super(message);
    }
}
