package gregor.cli.console;

/// A command failed. The message says why, and what to do.
public final class CommandException extends RuntimeException {
    /// @param message what was wrong, and what to do
    public CommandException(String message) {
        super(message);
    }

    /// @param message what was wrong, and what to do
    public CommandException(String message, Exception cause) {
        super(message, cause);
    }

    /// Whether the message of an exception is for users: if it is of a type of Gregor's, or about an argument.
    public static boolean isUserMessage(Throwable e) {
        return e instanceof IllegalArgumentException || e.getClass().getName().startsWith("gregor.");
    }
}
