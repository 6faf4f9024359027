package gregor.cli.console;

import java.io.Console;

/// Which of the three streams of this process are a terminal.
///
/// Java can only say whether input and output both are; the launcher says it of each, in `gregor.terminal`: the numbers
/// of those that are, such as `02`.
public final class TerminalStreams {
    private TerminalStreams() {}

    /// Whether a person types.
    public static boolean in() {
        return is(0);
    }

    /// Whether a person reads the output.
    public static boolean out() {
        return is(1);
    }

    /// Whether a person reads the messages.
    public static boolean err() {
        return is(2);
    }

    private static boolean is(int stream) {
        String said = System.getProperty("gregor.terminal");
        if (said != null) {
            return said.contains("" + stream);
        }
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
