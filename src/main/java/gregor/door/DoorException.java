package gregor.door;

/// A door cannot be opened. The message says why, and what to do.
public final class DoorException extends RuntimeException {
    /// Says what was wrong.
    public DoorException(String message) {
        super(message);
    }

    /// Says what was wrong, and what it came of.
    public DoorException(String message, Exception cause) {
        super(message, cause);
    }
}
