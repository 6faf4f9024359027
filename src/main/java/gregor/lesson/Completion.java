package gregor.lesson;

import module java.base;

import jdk.jshell.SourceCodeAnalysis;

/// Completes and documents code that a learner types.
public final class Completion {
    /// JShell adds the components of a record wherever it names the record.
    private static final Pattern RECORD = Pattern.compile("\\b([A-Z]\\w*)\\([^()]*\\)(?=[.(])");

    private final SourceCodeAnalysis analysis;

    Completion(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /// A declaration and its doc comment.
    ///
    /// @param comment in the form of Javadoc; empty if it is not known
    public record Declared(String signature, String comment) {}

    /// Reports whether code ends where a statement may end, so that it can run.
    public boolean isComplete(String code) {
        String rest = code;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo statement = analysis.analyzeCompletion(rest);
            if (statement.completeness() == SourceCodeAnalysis.Completeness.DEFINITELY_INCOMPLETE) {
                return false;
            }
            if (!statement.completeness().isComplete()) {
                return true;
            }
            rest = statement.remaining();
        }
        return true;
    }

    /// Returns possible continuations at a position in code of several statements.
    ///
    /// @param anchor receives in its first element the position from which a suggestion replaces the code
    public List<String> suggestions(String code, int cursor, int[] anchor) {
        int from = statement(code, cursor);
        List<String> found = analysis.completionSuggestions(code.substring(from, cursor), cursor - from, anchor)
                .stream().map(SourceCodeAnalysis.Suggestion::continuation).distinct().toList();
        anchor[0] += from;
        return found;
    }

    /// Returns the declarations of the name at a position: several if it is overloaded.
    public List<Declared> documentation(String code, int cursor) {
        int from = statement(code, cursor);
        return analysis.documentation(code.substring(from), cursor - from, true).stream()
                .map(found -> new Declared(RECORD.matcher(found.signature()).replaceAll("$1"),
                        found.javadoc() == null ? "" : found.javadoc()))
                .distinct().toList();
    }

    /// Returns where the statement at a position begins.
    private int statement(String code, int cursor) {
        String rest = code;
        while (true) {
            SourceCodeAnalysis.CompletionInfo statement = analysis.analyzeCompletion(rest);
            int next = statement.completeness().isComplete()
                    ? code.length() - statement.remaining().length()
                    : code.length();
            if (next >= cursor || statement.remaining().isBlank()) {
                return code.length() - rest.length();
            }
            rest = statement.remaining();
        }
    }
}
