package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonCheckTest {
    private static final String PAGE = """
            = Tiny
            :concept: sums

            A hook.

            After this lesson you can

            * add;
            * subtract;
            * stop.

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
            ====

            [source,java,show="A#one"]
            ----
            int one() {
                return 1;
            }
            ----

            == Recap

            One.
            Two.
            Three.

            == Check yourself

            QUESTIONS
            == Exercises

            `./gregor exercise tiny`

            == Open challenge

            Multiply.

            == Map

            [map="A"]
            |===
            |===

            xref:01-first.adoc[before], xref:03-last.adoc[after]
            """.replace("QUESTIONS\n", ".Why?\n[%collapsible]\n====\nSo.\n====\n\n".repeat(5));

    @TempDir
    private Path folder;
    private Path page;

    @BeforeEach
    void write() throws IOException {
        write("lessons/01-first.adoc", "= First\n");
        write("lessons/02-tiny-exercises.adoc", "= Tiny: exercises\n");
        write("lessons/03-last.adoc", "= Last\n");
        write("src/main/java/gregor/tiny/A.java", "/// Adds.\nclass A {\n}\n");
        page = write("lessons/02-tiny.adoc", PAGE);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<String> faults() {
        Course course = Course.of(folder);
        return LessonCheck.faults(course, course.chapter("tiny"));
    }

    private void expect(String from, String to, String fault) throws IOException {
        write("lessons/02-tiny.adoc", PAGE);
        Here.change(page, from, to);
        assertThat(faults()).singleElement().asString().startsWith("02-tiny.adoc: ").contains(fault);
    }

    @Test
    void aWholeLessonHasNoFault() {
        assertThat(faults()).isEmpty();
    }

    @Test
    void theSizeCountsWordsFragmentsAndCellsButNotTheSetUp() {
        assertThat(LessonSize.of(Page.read(page))).isEqualTo(new LessonSize(40, 3, 1, 2, 1));
        assertThat(new LessonSize(2000, 100, 100, 0, 0).minutes()).isEqualTo(20.0);
    }

    @Test
    void whatMakesALessonLongIsNamed() throws IOException {
        expect("A hook.", "word ".repeat(5000), "takes 25.4 minutes (5038 words, 3 lines of fragments, 1 of cells)");
        expect("int one() {\n", "x\n".repeat(24), "line 37: A#one has 26 lines; display at most 25");
        String fragment = "[source,java,show=\"A#one\"]\n----\n" + "x\n".repeat(21) + "----\n\n";
        expect("== Recap", fragment.repeat(8) + "== Recap", "displays 171 lines of source; at most 150");
    }

    @Test
    void eachMissingPartIsNamed() throws IOException {
        expect("* stop.\n", "", "'After this lesson you can' and a list of 3; it has 2");
        expect(".Answer\n[%collapsible]\n====\nThree.\n====\n", "", "prediction without a folded block .Answer");
        expect("One.\n", "", "== Recap with 3 to 5 lines; it has 2");
        expect(".Why?\n[%collapsible]\n====\nSo.\n====\n", "", "== Check yourself with 5 folded answers; it has 4");
        expect("`./gregor exercise tiny`", "none", "== Exercises with `./gregor exercise tiny`");
        expect("Multiply.", "", "needs == Open challenge");
        expect("[map=\"A\"]\n", "", "needs == Map with [map=\"…\"] above a table");
        expect("xref:01-first.adoc[before], ", "", "needs a link at its end: xref:01-first.adoc[…]");
        expect("xref:03-last.adoc[after]", "", "needs a link at its end: xref:03-last.adoc[…]");
        expect("show=\"A#one\"", "show=\"list.Lesson\"", "a page does not display a Lesson class");
        write("lessons/02-tiny.adoc", PAGE);
        write("src/main/java/gregor/tiny/B.java", "");
        assertThat(faults()).singleElement().asString().contains("the map misses B");
    }

    @Test
    void theLastSectionsHaveTheirOrder() throws IOException {
        Files.writeString(page,
                PAGE.replace("== Open challenge", "== X").replace("== Exercises", "== Open challenge")
                        .replace("== X", "== Exercises").replace("`./gregor exercise tiny`", "Y")
                        .replace("Multiply.", "`./gregor exercise tiny`"));
        assertThat(faults()).singleElement().asString().contains("needs its last sections in the order Recap, Check");
    }

    @Test
    void allLessonsPass() {
        assertThat(LessonCheck.faults(Here.COURSE)).isEmpty();
    }
}
