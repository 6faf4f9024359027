package gregor.graduate;

/// A move cannot begin or go on. The message says why, and what to do.
public final class MoveException extends RuntimeException {
    public MoveException(String message) {
        super(message);
    }
}
