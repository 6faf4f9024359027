package gregor.group;

/// Reports a commit of an offset below 0 or beyond the end of the log. Kafka accepts such a commit.
public final class CommitOutOfRangeException extends RuntimeException {
    /// Takes a message that says what to do.
    public CommitOutOfRangeException(String message) {
        super(message);
    }
}
