package gregor.topic;

/// Somebody reads, moves or commits in a partition that is not given to it.
public final class NotAssignedException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public NotAssignedException(String message) {
        super(message);
    }
}
