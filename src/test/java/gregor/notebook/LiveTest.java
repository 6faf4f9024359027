package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.list.Sample;
import gregor.live.LiveScript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

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
}
