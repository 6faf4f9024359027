package gregor.file;

import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// The disk did not do what it was told. The message says what was tried, on which file, and what to do.
public final class StorageException extends RuntimeException {
    /// Says what went wrong.
    public StorageException(String message) {
        super(message);
    }

    /// Says what went wrong, and what the system said.
    public StorageException(String message, Exception cause) {
        super(message + " (" + reason(cause) + ")", cause);
    }

    private static String reason(Exception cause) {
        return switch (cause) {
            case AccessDeniedException e -> "access denied";
            case NoSuchFileException e -> "no such file";
            case ClosedByInterruptException e -> "the thread was interrupted";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    }
}
