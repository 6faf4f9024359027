package gregor.cli.console;

import module java.base;

/// A command failed. The message says why, and what to do.
public final class CommandException extends RuntimeException {
    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Exception cause) {
        super(message, cause);
    }

    /// A file could not be read or written.
    ///
    /// @param failed what was tried, such as `cannot read users`
    public static CommandException of(String failed, IOException e) {
        return new CommandException(failed + ": " + reason(e), e);
    }

    /// The message of the failure itself may be only a path.
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "you have no permission for " + denied.getFile();
            case NoSuchFileException absent -> "there is no " + absent.getFile();
            case FileAlreadyExistsException there -> there.getFile() + " is in the way";
            case MalformedInputException wrong -> "it is not UTF-8";
            case IOException full when ("" + full.getMessage()).contains("No space left") -> "the disk is full";
            default -> "the operating system says: " + e.getMessage();
        };
    }

    /// Whether the message of an exception is for users: if it is of a type of Gregor's, or about an argument.
    public static boolean isUserMessage(Throwable e) {
        return e instanceof IllegalArgumentException || e.getClass().getName().startsWith("gregor.");
    }
}
