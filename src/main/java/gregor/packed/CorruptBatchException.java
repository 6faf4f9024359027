package gregor.packed;

/// Bytes are not a valid record batch, or are larger than the limits when decompressed. No event of them is used.
public sealed class CorruptBatchException extends RuntimeException
        permits InvalidRecordException, BatchTooLargeException {
    public CorruptBatchException(String message) {
        super(message);
    }

    /// @param message what is wrong
    /// @param cause   its message is added
    public CorruptBatchException(String message, Exception cause) {
        super(message + " (" + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage())
                + ")", cause);
    }
}
