package gregor.notebook;

import gregor.lesson.JavaHighlighter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Snippet;

/// Which cells use what others declare. JShell knows which declarations must be compiled again; that a value was
/// computed from another one it does not, so names count too.
final class CellDependencies {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

    private CellDependencies() {}

    /// What snippets declare.
    static Set<String> names(Collection<? extends Snippet> snippets) {
        return snippets.stream().filter(DeclarationSnippet.class::isInstance)
                .map(snippet -> ((DeclarationSnippet) snippet).name())
                .collect(Collectors.toSet());
    }

    /// Whether code mentions one of some names, other than in a comment or a text.
    static boolean any(String code, Set<String> names) {
        String bare = JavaHighlighter.paint(code, text -> text,
                (kind, text) -> List.of("comment", "string").contains(kind) ? " " : text);
        return NAME.matcher(bare).results().anyMatch(name -> names.contains(name.group()));
    }
}
