package gregor.group;

/// There is no bookmark, and the member may not choose by itself. Kafka: `NoOffsetForPartitionException`.
public final class NoOffsetException extends RuntimeException {
    /// Says what was wrong, and what to do.
    public NoOffsetException(String message) {
        super(message);
    }
}
