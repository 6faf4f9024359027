package gregor.file;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// A file of one of the formats could not be opened, read or written, or is not of that format. The message names
/// the file, the byte if there is one, and says what to do.
public final class FormatException extends RuntimeException {
    /// Says what went wrong.
    public FormatException(String message) {
        super(message);
    }

    /// Says what went wrong, and what the system said.
    public FormatException(String message, Exception cause) {
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
