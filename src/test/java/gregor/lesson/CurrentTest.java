package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Generated files are current: shown source, jshell scripts. And every public type has a doc comment.
class CurrentTest {
    @TempDir
    private Path folder;

    @Test
    void shownSourceAndScriptsAreCurrent() {
        assertThat(new GeneratedFiles(Here.COURSE).stale().keySet()).as("./gregor author sync brings these up to date")
                .isEmpty();
    }

    @Test
    void everyPublicTypeHasADocComment() throws IOException {
        var silent = new ArrayList<String>();
        for (Path file : LessonFiles.below(Here.COURSE.home().resolve("src/main/java"), ".java")) {
            if (!file.endsWith("package-info.java")) {
                new JavaSource(file).undocumented().forEach(type -> silent.add(file.getFileName() + ": " + type));
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void aPublicTypeWithoutADocCommentIsFound() throws IOException {
        Path file = Files.writeString(folder.resolve("A.java"), """
                package a;

                // no doc comment
                public class A {
                    /// Documented.
                    public record B() {}

                    public record C() {}

                    record D() {}
                }
                """);
        assertThat(new JavaSource(file).undocumented()).containsExactly("A", "C");
    }
}
