package gregor.live;

import module java.base;

/// Runs cells as JShell does, in a page: without a compiler, from class files that were made before.
public final class CellRunner {
    private CellRunner() {}

    /// The snippets of a lesson's cells.
    public interface Snippets {
        /// Runs a snippet of a cell, and returns its value.
        Object run(int cell, int snippet) throws Throwable;
    }

    /// The result of a cell.
    ///
    /// @param text   its output, the value of its last expression, or the exception
    /// @param failed whether it ended with an exception
    /// @param absent what it lacks in a page; empty if nothing
    public record Result(String text, boolean failed, String absent) {}

    /// Runs the snippets of a cell in order, up to the first that fails. One that lacks something here does not end the
    /// cell, since others may not need it.
    ///
    /// @param shown whether the value of the last snippet is a line of the output
    public static Result run(Snippets snippets, int cell, int count, boolean shown) {
        var bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String end = "";
        boolean failed = false;
        String absent = "";
        try {
            for (int i = 0; i < count && !failed; i++) {
                try {
                    Object value = snippets.run(cell, i);
                    end = shown && i == count - 1 ? "==> " + text(value) : "";
                } catch (Absent e) {
                    absent = e.getMessage();
                } catch (Throwable e) {
                    failed = true;
                    end = problem(e);
                }
            }
        } finally {
            System.setOut(before);
        }
        String printed = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
        return new Result(printed + (printed.isEmpty() || end.isEmpty() ? "" : "\n") + end, failed, absent);
    }

    private static String problem(Throwable thrown) {
        // An error of JavaScript has a class without a name.
        String name = Objects.toString(thrown.getClass().getName(), "JavaScript");
        String message = thrown.getMessage();
        return name.endsWith("Check$Broken")
                ? message
                : name.substring(name.lastIndexOf('.') + 1) + (message == null ? "" : ": " + message);
    }

    /// Writes a value as JShell does.
    static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> "\"" + text + "\"";
            case Optional<?> option when option.isEmpty() -> "Optional.empty";
            case Character letter -> "'" + letter + "'";
            default -> value.toString();
        };
    }
}
