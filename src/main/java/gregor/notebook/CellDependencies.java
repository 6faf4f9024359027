package gregor.notebook;

import module java.base;

import gregor.lesson.JavaHighlighter;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Snippet;

/// Finds cells that use declarations of others. JShell knows which declarations to compile again, but not which values
/// were computed from others, so names count, too.
final class CellDependencies {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

    private CellDependencies() {}

    static Set<String> names(Collection<? extends Snippet> snippets) {
        return snippets.stream().filter(DeclarationSnippet.class::isInstance)
                .map(snippet -> ((DeclarationSnippet) snippet).name()).collect(Collectors.toSet());
    }

    /// Reports whether code contains one of some names outside comments and strings.
    static boolean any(String code, Set<String> names) {
        String bare = JavaHighlighter.paint(code, text -> text,
                (kind, text) -> List.of("comment", "string").contains(kind) ? " " : text);
        return NAME.matcher(bare).results().anyMatch(name -> names.contains(name.group()));
    }
}
