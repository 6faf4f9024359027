package gregor.file;

/// A format cannot carry an event, and says so instead of losing a part of it. Nothing was written.
public final class RefusedEventException extends RuntimeException {
    /// Says which event, and why.
    public RefusedEventException(String message) {
        super(message);
    }
}
