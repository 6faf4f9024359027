package gregor.group;

/// A commit names an offset below 0 or beyond the end of its log. Kafka does not refuse it.
public final class CommitOutOfRangeException extends RuntimeException {
    /// Takes a message that says what to do.
    public CommitOutOfRangeException(String message) {
        super(message);
    }
}
