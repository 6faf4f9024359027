package gregor.group;

/// Reports a commit of an offset below 0 or beyond the end of the log. Kafka accepts such a commit.
public final class CommitOutOfRangeException extends RuntimeException {
    public CommitOutOfRangeException(String message) {
        super(message);
    }
}
