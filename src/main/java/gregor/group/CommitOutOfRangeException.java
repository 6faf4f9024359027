package gregor.group;

/// A bookmark for an offset that nobody has written yet. Kafka takes it, and is sorry later.
public final class CommitOutOfRangeException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public CommitOutOfRangeException(String message) {
        super(message);
    }
}
