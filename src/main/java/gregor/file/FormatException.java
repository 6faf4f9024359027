package gregor.file;

/// A file could not be opened, read or written, or does not have the expected format. The message names the file, the
/// byte if there is one, and says what to do.
public final class FormatException extends RuntimeException {
    public FormatException(String message) {
        super(message);
    }

    /// @param cause its reason is added to the message
    public FormatException(String message, Exception cause) {
        super(message + " (" + StorageException.reason(cause) + ")", cause);
    }
}
