package gregor.packed;

/// Bytes that should be a packed batch are none, or hold more than they may. Nothing of them is used.
public final class CorruptBatchException extends RuntimeException {
    /// Says what is wrong.
    public CorruptBatchException(String message) {
        super(message);
    }

    /// Says what is wrong, and what a codec said.
    public CorruptBatchException(String message, Exception cause) {
        super(message + " (" + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage())
                + ")", cause);
    }
}
