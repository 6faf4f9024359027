package gregor.graduate;

/// A move cannot begin or go on. The message says why, and what to do.
public final class MoveException extends RuntimeException {
    /// @param message what is wrong, and what to do
    public MoveException(String message) {
        super(message);
    }
}
