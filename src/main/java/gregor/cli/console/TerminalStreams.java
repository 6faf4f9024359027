package gregor.cli.console;

import module java.base;

/// Which of the three streams of this process are a terminal.
///
/// Java only reports whether input and output both are; the launcher reports each in `gregor.terminal`: the numbers of
/// those that are, such as `02`.
public final class TerminalStreams {
    private TerminalStreams() {}

    public static boolean in() {
        return is(0);
    }

    public static boolean out() {
        return is(1);
    }

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
