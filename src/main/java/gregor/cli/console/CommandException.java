package gregor.cli.console;


/// A command cannot do what it was asked to. The message says why, and what to do.
public final class CommandException extends RuntimeException {
    /// Says what was wrong.
    public CommandException(String message) {
        super(message);
    }

    /// Says what was wrong, and what it came of.
    public CommandException(String message, Exception cause) {
        super(message, cause);
    }

    /// Whether the message of an exception is for people: those of Gregor's own types are, and those about an argument.
    public static boolean isUserMessage(Throwable e) {
        return e instanceof IllegalArgumentException || e.getClass().getName().startsWith("gregor.");
    }
}
