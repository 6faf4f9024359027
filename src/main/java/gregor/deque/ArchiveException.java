package gregor.deque;

import module java.base;

/// An archive could not be opened, read or written. The message names the file and says what to do.
public final class ArchiveException extends RuntimeException {
    public ArchiveException(String message) {
        super(message);
    }

    /// @param message what went wrong, and what to do
    /// @param cause   its reason is added to the message
    public ArchiveException(String message, Exception cause) {
        super(message + " (" + reason(cause) + ")", cause);
    }

    /// Returns the reason of a failure in few words, without the path that most messages of the JDK consist of.
    public static String reason(Exception cause) {
        return switch (cause) {
            case AccessDeniedException e -> "access denied";
            case NoSuchFileException e -> "no such file";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    }
}
