package gregor.lesson;

import module java.base;

/// Shows what the next cell of a script for jshell is, and waits for Enter. A script has no input of its own, so this
/// reads the terminal; without one it does not wait.
public final class JshellPause {
    private static final Path TERMINAL = Path.of(File.separatorChar == '/' ? "/dev/tty" : "CON");
    private static final int ROWS = 21;

    private JshellPause() {}

    /// Shows prose and a cell, and waits before jshell runs the cell.
    public static void before(String text) {
        show(text);
        await("Enter runs it (Ctrl-C leaves) ▸ ");
    }

    public static void show(String text) {
        List<String> lines = text.lines().toList();
        for (int at = 0; at < lines.size(); at += ROWS) {
            System.out.println(String.join("\n", lines.subList(at, Math.min(at + ROWS, lines.size()))));
            if (at + ROWS < lines.size()) {
                await("Enter goes on ▸ ");
            }
        }
    }

    private static void await(String prompt) {
        System.out.print(prompt);
        System.out.flush();
        try (BufferedReader terminal = Files.newBufferedReader(TERMINAL)) {
            terminal.readLine();
        } catch (IOException e) {
            System.out.println();
        }
    }
}
