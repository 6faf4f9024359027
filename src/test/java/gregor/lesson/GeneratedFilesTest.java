package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sync and record write into folded blocks, too.
class GeneratedFilesTest {
    private static final String PAGE = """
            = Tiny
            :concept: sums

            .Imports
            [%collapsible]
            ====
            [source.cell,java]
            ----
            int two = 2;
            ----
            ====

            [.question]
            How many?

            [source.cell.predict,java]
            ----
            two + 1
            ----

            .Answer
            [%collapsible]
            ====
            Three.

            [source,java,show="A#one",from="return",lines=1]
            ----
            ----
            ====

            [source.cell,java]
            ----
            two
            ----

            [map="A B"]
            |===
            |===
            """;
    @TempDir
    private Path folder;
    private Path page;
    private GeneratedFiles files;

    @BeforeEach
    void write() throws IOException {
        page = folder.resolve("lessons/01-tiny.adoc");
        write("lessons/01-tiny.adoc", PAGE);
        write("src/main/java/gregor/tiny/A.java", """
                package gregor.tiny;

                /// Adds up, e.g. `1 + 1`, as [B#sum] does. It is fast.
                class A {
                    int one() {
                        return 1;
                    }
                }
                """);
        write("src/main/java/gregor/tiny/B.java", "/// Has a\n/// sum.\nclass B {\n}\n");
        write("src/main/java/gregor/tiny/Lesson.java", "class Lesson {\n}\n");
        files = new GeneratedFiles(Course.of(folder));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void aFragmentInAnAnswerAndTheMapAreWritten() throws IOException {
        files.write();
        assertThat(page).content().contains("""
                ----
                        …
                        return 1;
                    …
                ----
                ====
                """).endsWith("""
                [map="A B"]
                |===
                |File |What it does

                |link:../src/main/java/gregor/tiny/A.java[A] |Adds up, e.g. `1 + 1`, as `B#sum` does.
                |link:../src/main/java/gregor/tiny/B.java[B] |Has a sum.
                |===
                """);
        assertThat(files.stale()).isEmpty();
    }

    @Test
    void theOutputOfAPredictionIsWrittenIntoItsAnswer() throws IOException {
        files.record(Course.of(folder).chapter("tiny"));
        String recorded = Files.readString(page);
        assertThat(recorded).contains("""
                .Answer
                [%collapsible]
                ====
                [listing.output]
                ----
                ==> 3
                ----

                Three.
                """).contains("two\n----\n\n[listing.output]\n----\n==> 2\n----\n");
        files.record(Course.of(folder).chapter("tiny"));
        assertThat(page).content().isEqualTo(recorded);
        Here.change(page, "int two = 2;", "int two = 22;");
        files.record(Course.of(folder).chapter("tiny"));
        assertThat(page).content()
                .isEqualTo(recorded.replace("= 2;", "= 22;").replace("> 3", "> 23").replace("> 2\n", "> 22\n"));
    }

    @Test
    void aMapWithAnUnknownTypeIsNamed() throws IOException {
        Here.change(page, "[map=\"A B\"]", "[map=\"A C\"]");
        assertThatThrownBy(files::stale).hasMessageContaining("01-tiny.adoc, line ")
                .hasMessageContaining("C.java does not exist");
    }

    @Test
    void aTypeThatAMapLeavesOutIsFound() {
        var map = new Part.ClassMap(1, List.of("B"), "");
        assertThat(ClassTable.missing(Course.of(folder).chapter("tiny"), map)).containsExactly("A");
    }

    @Test
    void aChangeInTheSourceMakesItsLessonStale() throws IOException {
        files.write();
        Here.change(folder.resolve("src/main/java/gregor/tiny/A.java"), "return 1;", "return 2;");
        assertThat(files.stale()).containsOnlyKeys(page);
    }

    @Test
    void aChangeInACellMakesItsScriptStale() throws IOException {
        files.write();
        Here.change(page, "int two = 2;", "int two = 3;");
        assertThat(files.stale()).containsOnlyKeys(folder.resolve("jshell/01-tiny.jsh"));
        files.write();
        assertThat(folder.resolve("jshell/01-tiny.jsh")).content().contains("int two = 3;");
    }

    @Test
    void aFragmentThatWasEditedByHandIsFound() throws IOException {
        files.write();
        Here.change(page, "return 1;", "return  1;");
        assertThat(files.stale()).containsOnlyKeys(page);
    }

    @Test
    void onlyTheWantedLessonIsWritten() throws IOException {
        write("lessons/02-other.adoc", "= Other\n");
        assertThat(GeneratedFiles.write(List.of(Course.of(folder).chapter("other"))))
                .containsExactly(folder.resolve("jshell/02-other.jsh"));
    }

    @Test
    void aMissingMemberOrTypeIsReportedWithFileAndLine() throws IOException {
        Here.change(page, "show=\"A#one\"", "show=\"A#two\"");
        assertThatThrownBy(files::stale).hasMessageContaining("01-tiny.adoc, line 28: A.java has no two");
        Here.change(page, "show=\"A#two\"", "show=\"C#two\"");
        assertThatThrownBy(files::stale).hasMessageContaining("01-tiny.adoc, line ")
                .hasMessageContaining("C.java does not exist");
    }
}
