package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.JShellSession;
import gregor.lesson.JavaHighlighter;
import gregor.lesson.Part;
import gregor.list.Sample;
import gregor.live.LiveScript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/// The site with live cells, in a browser, from its files.
@Tag("outside")
abstract class LiveTest {
    static final Course COURSE = Course.of(Sample.home());
    private static final Path TEAVM = Sample.home().resolve("target/teavm");
    /// Built once, since that takes most of a minute.
    private static LiveScript.Built shared;

    @TempDir
    static Path folder;
    static LiveScript.Built built;
    static Browser browser;

    @BeforeAll
    static void write() {
        assertThat(TEAVM).as("mvn -f src/build/teavm.xml dependency:copy-dependencies").isDirectory();
        if (shared == null) {
            shared = LiveScript.build(chapters(), TEAVM);
        }
        built = shared;
        new Site(COURSE).with(built).write(folder);
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    static List<Chapter> chapters() {
        return COURSE.chapters().stream().filter(chapter -> LiveScript.LESSONS.contains(chapter.number())).toList();
    }

    static void open(String page) {
        browser.open(folder.toUri() + page);
    }

    static void open(Chapter chapter) {
        open(Site.name(chapter.file()));
        browser.await("the controls", () -> browser.script("return document.querySelector('.reset')") != null);
    }

    /// Runs all cells up to one, and waits for it.
    static void runTo(int cell) {
        browser.script("document.querySelector('#cell-' + arguments[0] + ' .run').click()", cell);
        browser.await("cell " + cell,
                () -> browser.script("return document.querySelector('#cell-' + arguments[0] + '.ran')", cell) != null);
        awaitIdle();
    }

    static void awaitIdle() {
        browser.await("the end of the run", () -> Boolean.TRUE
                .equals(browser.script("return document.querySelector('article').dataset.busy !== 'true'")));
    }

    static Object output(int cell) {
        return browser.script("return document.getElementById('cell-' + arguments[0]).output?.trim()", cell);
    }

    /// Changes a number or a string of a cell, and waits until the cells have run with it.
    static void change(int number, int literal, String value) {
        browser.script(
                "const token = document.getElementById('cell-' + arguments[0]).querySelectorAll('.whatif')[arguments[1]]; "
                        + "token.click(); const field = token.querySelector('input'); field.value = arguments[2]; "
                        + "field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))",
                number, literal, value);
        awaitIdle();
    }

    /// The lesson, the cell, and the number among its changeable literals of each change that is tried, with the value.
    static Stream<Arguments> changes() {
        return Stream.of(Arguments.of("list", 2, 0, "9"), Arguments.of("list", 8, 2, "5"),
                Arguments.of("topic", 5, 1, "5"), Arguments.of("topic", 5, 3, "c b a"),
                Arguments.of("group", 5, 0, "letters"));
    }

    static LiveScript.LiveCell live(Chapter chapter, Part.Cell cell) {
        return built.cells().get(chapter.number() + "/" + cell.number());
    }

    /// Runs the cells up to one of which a literal is changed.
    static String inTheJdk(Chapter chapter, Part.Cell changed, int literal, String value) {
        int wanted = live(chapter, changed).literals().get(literal);
        var seen = new int[1];
        String code = JavaHighlighter.paint(changed.code(), other -> other,
                (kind, text) -> !kind.equals("number") && !kind.equals("string") || seen[0]++ != wanted
                        ? text
                        : text.startsWith("\"") ? "\"" + value + "\"" : value);
        assertThat(code).isNotEqualTo(changed.code());
        try (var session = JShellSession.start()) {
            chapter.page().cells().subList(0, changed.number() - 1).forEach(cell -> session.run(cell.code()));
            return session.run(code).text().strip();
        }
    }
}
