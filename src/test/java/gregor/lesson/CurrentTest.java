package gregor.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is made from something else is current: shown source, jshell scripts. And all source is shown.
class CurrentTest {
    @TempDir
    private Path folder;

    @Test
    void shownSourceAndScriptsAreCurrent() {
        assertThat(new GeneratedFiles(Here.COURSE).stale().keySet()).as("./gregor author sync brings these up to date").isEmpty();
    }

    @Test
    void aChangeInTheSourceMakesItsLessonStale() throws IOException {
        Course copy = Here.copy(folder);
        Here.change(folder.resolve("src/main/java/gregor/list/ListLog.java"), "low < high", "low <= high");
        assertThat(new GeneratedFiles(copy).stale()).containsOnlyKeys(folder.resolve("lessons/01-list.adoc"));
    }

    @Test
    void aChangeInACellMakesItsScriptStaleAndSyncMendsIt() throws IOException {
        Course copy = Here.copy(folder);
        Here.change(folder.resolve("lessons/01-list.adoc"), "list.removeFirst();", "list.removeLast();");
        assertThat(new GeneratedFiles(copy).stale()).containsOnlyKeys(folder.resolve("jshell/01-list.jsh"));
        new GeneratedFiles(copy).write();
        assertThat(new GeneratedFiles(copy).stale()).isEmpty();
        assertThat(folder.resolve("jshell/01-list.jsh")).content().contains("list.removeLast();");
    }

    @Test
    void shownSourceThatWasTypedByHandIsFound() throws IOException {
        Course copy = Here.copy(folder);
        Here.change(folder.resolve("lessons/01-list.adoc"), "public interface Log {", "public interface  Log {");
        assertThat(new GeneratedFiles(copy).stale()).hasSize(1);
    }

    @Test
    void aPieceThatIsNotThereIsNamedWithFileAndLine() throws IOException {
        Course copy = Here.copy(folder);
        Here.change(folder.resolve("lessons/01-list.adoc"), "show=\"Entry\"", "show=\"Entri\"");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new GeneratedFiles(copy).stale()))
                .hasMessageContaining("01-list.adoc, line ").hasMessageContaining("Entri.java");
    }

    @Test
    void everyMainLineIsShownBySomeLesson() {
        assertThat(orphans(Here.COURSE)).isEmpty();
    }

    @Test
    void aLineThatNoLessonShowsIsFound() throws IOException {
        Course copy = Here.copy(folder);
        Here.change(folder.resolve("lessons/01-list.adoc"), "show=\"ListLog#head append read",
                "show=\"ListLog#head append");
        new GeneratedFiles(copy).write();
        assertThat(orphans(copy))
                .contains("list/ListLog.java: return Batches.take(batches.listIterator(indexOf(from)), maxBytes);");
    }

    /// Lines that stand more often in a source file than in what lessons show of it.
    private static List<String> orphans(Course course) {
        var orphans = new ArrayList<String>();
        Map<Path, Map<String, Integer>> shown = new HashMap<>();
        for (Chapter chapter : course.chapters()) {
            for (Path page : chapter.files()) {
                for (Part part : Page.read(page).parts()) {
                    if (part instanceof Part.Shown piece) {
                        var lines = shown.computeIfAbsent(GeneratedFiles.source(chapter, piece), file -> new HashMap<>());
                        piece.code().lines().forEach(line -> lines.merge(line.strip(), 1, Integer::sum));
                    }
                }
            }
        }
        for (Chapter chapter : course.chapters()) {
            for (Path file : JavaSource.files(chapter.sources())) {
                if (!file.endsWith("package-info.java")) {
                    var lines = shown.getOrDefault(file, new HashMap<>());
                    for (String line : new JavaSource(file).mainLines()) {
                        if (lines.merge(line, -1, Integer::sum) < 0) {
                            orphans.add(chapter.name() + "/" + file.getFileName() + ": " + line);
                        }
                    }
                }
            }
        }
        return orphans;
    }

    @Test
    void everyPublicTypeSaysWhatItPromises() throws IOException {
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
