package gregor.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    void aChangeInTheSourceMakesItsLessonStale() throws IOException {
        Course copy = Here.copy(folder);
        Here.change(folder.resolve("src/main/java/gregor/list/ListLog.java"), "batches.add(placed)",
                "batches.addLast(placed)");
        assertThat(new GeneratedFiles(copy).stale()).containsOnlyKeys(folder.resolve("lessons/01-list.adoc"));
    }

    @Test
    void aChangeInACellMakesItsScriptStaleAndSyncFixesIt() throws IOException {
        Course copy = Here.copy(folder);
        Here.change(folder.resolve("lessons/01-list.adoc"), "list.removeFirst();", "list.removeLast();");
        assertThat(new GeneratedFiles(copy).stale()).containsOnlyKeys(folder.resolve("jshell/01-list.jsh"));
        new GeneratedFiles(copy).write();
        assertThat(new GeneratedFiles(copy).stale()).isEmpty();
        assertThat(folder.resolve("jshell/01-list.jsh")).content().contains("list.removeLast();");
    }

    @Test
    void shownSourceThatWasEditedByHandIsFound() throws IOException {
        Course copy = Here.copy(folder);
        Here.change(folder.resolve("lessons/01-list.adoc"), "public interface Log {", "public interface  Log {");
        assertThat(new GeneratedFiles(copy).stale()).hasSize(1);
    }

    @Test
    void aMissingPieceIsReportedWithFileAndLine() throws IOException {
        Course copy = Here.copy(folder);
        Here.change(folder.resolve("lessons/01-list.adoc"), "show=\"Entry\"", "show=\"Entri\"");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new GeneratedFiles(copy).stale()))
                .hasMessageContaining("01-list.adoc, line ").hasMessageContaining("Entri.java");
    }

    @Test
    void everyPublicTypeHasADocComment() throws IOException {
        var silent = new ArrayList<String>();
        for (Path file : JavaSource.files(Here.COURSE.home().resolve("src/main/java"))) {
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
