package gregor.lesson;

import java.util.List;

/// What came of running some code.
///
/// @param printed     what it wrote to the standard output
/// @param value       the value of its last expression, if that does not end with a semicolon; else null
/// @param problem     why it failed: what the compiler said, or the exception; null if it did not
/// @param reset       the variables that lost their values because what they are made of was declared again
/// @param interrupted whether it was stopped
public record CellResult(String printed, String value, String problem, List<String> clearedVariables, boolean interrupted) {
    /// Whether it ran to its end.
    public boolean ok() {
        return problem == null && !interrupted;
    }

    /// All that a lesson shows of it.
    public String text() {
        var text = new StringBuilder(printed.stripTrailing());
        if (value != null) {
            line(text, "==> " + value);
        }
        if (problem != null) {
            line(text, problem);
        }
        if (interrupted) {
            line(text, "interrupted");
        }
        clearedVariables.forEach(name -> line(text, "your edit reset " + name));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(text.isEmpty() ? "" : "\n").append(line);
    }
}
