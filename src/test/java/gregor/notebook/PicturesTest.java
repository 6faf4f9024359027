package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.live.LiveScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// Makes the README's pictures of pages; with `-Dgregor.pictures=lessons/pictures`, they replace those that are there.
class PicturesTest extends BrowserTest {
    private static final Path TEAVM = course().resolve("target/teavm");

    @TempDir
    private Path folder;

    private static Path course() {
        return gregor.list.Sample.home();
    }

    private Path pictures() {
        String wanted = System.getProperty("gregor.pictures");
        return wanted == null ? folder : course().resolve(wanted);
    }

    @Test
    void theNotebook() throws IOException {
        open("producer");
        for (int cell = 1; cell <= 6; cell++) {
            browser.script("const form = document.querySelector('#cell-' + arguments[0] + ' form.predict'); "
                    + "if (form) { form.querySelector('input').value = '0'; form.requestSubmit(); } "
                    + "else document.querySelector('#cell-' + arguments[0] + ' .run').click()", cell);
            browser.awaitState(cell, "fresh");
        }
        browser.script("document.getElementById('cell-6').scrollIntoView({block: 'center'})");
        browser.await("the events of cell 6", () -> browser.text(".lane").contains("cell 6"));
        browser.picture(pictures().resolve("notebook.png"));
        assertThat(browser.isVisible("#cell-6")).isTrue();
    }

    @Test
    void theSite() {
        Chapter group = course.chapter("group");
        new Site(course).with(LiveScript.build(List.of(group), TEAVM)).write(folder);
        browser.open(folder.toUri() + Site.name(group.file()));
        browser.await("the controls", () -> browser.script("return document.querySelector('.reset')") != null);
        browser.script("document.querySelectorAll('.answer').forEach(each => { each.open = true; })");
        browser.script("document.querySelector('#cell-10 .run').click()");
        browser.await("cell 10", () -> browser.script("return document.querySelector('#cell-10.ran')") != null);
        browser.script(
                "[...document.querySelectorAll('#cell-9 .whatif')].find(each => each.textContent === '3').click()");
        browser.keys(Keys.chord(Keys.CONTROL, "a"), "2", Keys.ENTER);
        browser.await("the answer to the change", () -> browser.text("#cell-10 .result").contains("==> 2"));
        browser.await("the drawing", () -> browser.text(".lane").contains("Cleo"));
        browser.script("document.getElementById('cell-9').scrollIntoView(); scrollBy(0, -120)");
        browser.picture(pictures().resolve("site.png"));
        browser.script("localStorage.clear()");
        browser.open(base + "/");
    }
}
