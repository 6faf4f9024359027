package gregor.topic;

/// A consumer reads, seeks or commits in a partition that is not assigned to it.
public final class NotAssignedException extends RuntimeException {
    public NotAssignedException(String message) {
        super(message);
    }
}
