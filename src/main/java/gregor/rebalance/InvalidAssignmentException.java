package gregor.rebalance;

/// An assignor shared out badly: to strangers, what is not there, or one thing twice.
public final class InvalidAssignmentException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public InvalidAssignmentException(String message) {
        super(message);
    }
}
