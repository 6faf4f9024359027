package gregor.door;

/// Reports that a door cannot be opened. The message says why and what to do.
public final class DoorException extends RuntimeException {
    public DoorException(String message) {
        super(message);
    }

    public DoorException(String message, Exception cause) {
        super(message, cause);
    }
}
