package gregor.file;

import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// The disk did not do what it was told. The message says what was tried, on which file, and what to do.
public final class StorageException extends RuntimeException {
    private static final String TOO_MANY = "Too many open files";

    /// Says what went wrong.
    public StorageException(String message) {
        super(message);
    }

    /// Says what went wrong, and what the system said. What there is to do against too many open files is the same
    /// whatever was tried, and takes the place of other advice: what follows a semicolon.
    public StorageException(String message, Exception cause) {
        super(reason(cause).startsWith(TOO_MANY)
                ? message.replaceFirst(";[^;]*$", "") + "; let this process open more files, with ulimit -n: a log takes two "
                        + "and more (" + reason(cause) + ")"
                : message + " (" + reason(cause) + ")", cause);
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
