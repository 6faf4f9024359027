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
    public boolean ok() {
        return problem == null && !interrupted;
    }

    /// Returns the text that a lesson shows: output, value, problem, notes.
    public String text() {
        var parts = new ArrayList<String>();
        parts.add(printed.stripTrailing());
        parts.add(value == null ? "" : "==> " + value);
        parts.add(problem == null ? "" : problem);
        parts.add(interrupted ? "interrupted" : "");
        clearedVariables.forEach(name -> parts.add("your edit reset " + name));
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }
}
