package gregor.lesson;

import module java.base;

/// The result of running code.
///
/// @param printed          its standard output
/// @param value            the value of its last expression, if that does not end with a semicolon; else null
/// @param problem          why it failed: the compiler's errors, or the exception; null if it did not
/// @param clearedVariables the variables that lost their values because their types were declared again
/// @param interrupted      whether it was stopped
public record CellResult(String printed, String value, String problem, List<String> clearedVariables,
        boolean interrupted) {
    /// Reports whether the code ran to its end.
    public boolean ok() {
        return problem == null && !interrupted;
    }

    /// Returns the text that a lesson shows: output, value, problem, notes.
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
