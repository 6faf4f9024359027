package gregor.door;

/// Reports that a door cannot be opened. The message says why and what to do.
public final class DoorException extends RuntimeException {
    /// Creates one without a cause.
    public DoorException(String message) {
        super(message);
    }

    /// Creates one with the exception that caused it.
    public DoorException(String message, Exception cause) {
        super(message, cause);
    }
}
