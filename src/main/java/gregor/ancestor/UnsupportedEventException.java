package gregor.ancestor;

/// A format cannot carry an event, and says so instead of losing a part of it. Nothing was written.
public final class UnsupportedEventException extends RuntimeException {
    /// Says which event, and why.
    public UnsupportedEventException(String message) {
        super(message);
    }
}
