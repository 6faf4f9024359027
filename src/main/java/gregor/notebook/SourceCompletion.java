package gregor.notebook;

import module java.base;

import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;

/// Completes names in the source of a class, with the types that its imports and its package have. One thread at a time.
final class SourceCompletion implements AutoCloseable {
    private static final Pattern HEADER = Pattern.compile("(?m)^\\s*(?:package\\s+([\\w.]+)|(import\\s+[^;]+));");
    private static final int MAX_SUGGESTIONS = 200;

    private JShell shell;
    private List<String> imported = List.of();

    /// Suggestions.
    ///
    /// @param from  the position from which a suggestion replaces the source
    /// @param items each is a name; that of a method ends with `(`
    record Suggestions(int from, List<String> items) {}

    /// @param cursor from 0 to the length of the source
    Suggestions at(String source, int cursor) {
        var imports = new ArrayList<String>();
        int begin = 0;
        for (MatchResult found : HEADER.matcher(source).results().toList()) {
            imports.add((found.group(1) == null ? found.group(2) : "import " + found.group(1) + ".*") + ";");
            begin = found.end();
        }
        if (cursor < begin) {
            return new Suggestions(cursor, List.of());
        }
        int[] anchor = {0};
        List<String> items = analysis(imports)
                .completionSuggestions(source.substring(begin, cursor), cursor - begin, anchor).stream()
                .map(SourceCodeAnalysis.Suggestion::continuation).distinct().limit(MAX_SUGGESTIONS).toList();
        return new Suggestions(begin + anchor[0], items);
    }

    /// Returns the analysis of a shell with these imports; it runs no code.
    private SourceCodeAnalysis analysis(List<String> imports) {
        if (shell == null || !imports.equals(imported)) {
            close();
            shell = JShell.builder().executionEngine("local").build();
            shell.addToClasspath(System.getProperty("java.class.path"));
            imports.forEach(shell::eval);
            imported = imports;
        }
        return shell.sourceCodeAnalysis();
    }

    @Override
    public void close() {
        if (shell != null) {
            shell.close();
        }
    }
}
