package gregor.deque;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// An archive could not be opened, read or written. The message names the file and says what to do.
public final class ArchiveException extends RuntimeException {
    /// Says what went wrong.
    public ArchiveException(String message) {
        super(message);
    }

    /// Says what went wrong, and what the system said.
    public ArchiveException(String message, Exception cause) {
        super(message + " (" + reason(cause) + ")", cause);
    }

    private static String reason(Exception cause) {
        return switch (cause) {
            case AccessDeniedException e -> "access denied";
            case NoSuchFileException e -> "no such file";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    }
}
