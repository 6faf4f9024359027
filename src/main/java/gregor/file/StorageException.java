package gregor.file;

import module java.base;

import gregor.deque.ArchiveException;

/// An operation on a file failed. The message says which operation, on which file, and what to do.
public final class StorageException extends RuntimeException {
    private static final String TOO_MANY = "Too many open files";

    public StorageException(String message) {
        super(message);
    }

    /// @param message what went wrong; after a semicolon, what to do. If too many files are open, this advice is
    ///                replaced by one against that
    /// @param cause   its reason is added to the message
    public StorageException(String message, Exception cause) {
        super(reason(cause).startsWith(TOO_MANY)
                ? message.replaceFirst(";[^;]*$", "") + "; allow this process to open more files, with ulimit -n: "
                        + "a log needs two or more (" + reason(cause) + ")"
                : message + " (" + reason(cause) + ")", cause);
    }

    static String reason(Exception cause) {
        return cause instanceof ClosedByInterruptException
                ? "the thread was interrupted"
                : ArchiveException.reason(cause);
    }
}
