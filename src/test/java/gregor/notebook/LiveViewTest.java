package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/// Live pages on a phone, in the dark, on paper, and with the keyboard alone.
class LiveViewTest extends LiveTest {
    private static final int PHONE = 390;

    @AfterEach
    void usualView() {
        browser.usualView();
    }

    @ParameterizedTest
    @CsvSource({"light, 390", "dark, 390", "dark, 1400"})
    void aPageCanBeReadAndUsed(String scheme, int width) {
        browser.view(scheme, width);
        open(COURSE.chapter("group"));
        browser.script("document.querySelectorAll('.answer').forEach(each => { each.open = true; })");
        runTo(6);
        browser.script("document.querySelector('#cell-5 .whatif').click()");
        assertThat(browser.violations()).isEmpty();
        assertNothingIsTooWide();
        open("simulate.html");
        browser.await("the steps", () -> browser.script("return document.querySelector('.sim-steps li')") != null);
        assertThat(browser.violations()).isEmpty();
        assertNothingIsTooWide();
    }

    private static void assertNothingIsTooWide() {
        assertThat(((Number) browser.script("return document.documentElement.scrollWidth - innerWidth")).intValue())
                .isNotPositive();
    }

    @Test
    void buttonsAreLargeEnoughForAFinger() {
        browser.view("light", PHONE);
        open(COURSE.chapter("list"));
        assertThat((List<?>) browser.script("return [...document.querySelectorAll('.controls button')]"
                + ".filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 24)")).isEmpty();
    }

    @Test
    void paperHasNoButtons() {
        open(COURSE.chapter("list"));
        runTo(3);
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        assertThat(browser.isVisible("#cell-2 .run")).isFalse();
        assertThat(browser.isVisible(".lane")).isFalse();
        assertThat(browser.isVisible("#cell-2 .result")).isTrue();
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    }

    @Test
    void aSliderChangesASmallNumberAndTheCellFollows() {
        open(COURSE.chapter("list"));
        runTo(2);
        Object written = output(2);
        browser.script("document.querySelector('#cell-2 .whatif').focus()");
        browser.keys(Keys.ENTER);
        browser.keys(Keys.TAB);
        browser.keys(Keys.ARROW_RIGHT);
        browser.await("another output", () -> !written.equals(output(2)));
        browser.keys(Keys.ARROW_LEFT);
        browser.await("the output as written", () -> written.equals(output(2)));
        browser.keys(Keys.ARROW_RIGHT);
        browser.keys(Keys.ENTER);
        awaitIdle();
        assertThat(browser.isVisible("#cell-2 .written")).isTrue();
        assertThat(browser.script("return document.querySelector('#cell-2 input')")).isNull();
    }

    @Test
    void theRestOfACellLeadsToTheNotebook() {
        open(COURSE.chapter("list"));
        assertThat(browser.text(".title")).contains("./gregor notebook 1");
        browser.script("document.querySelector('#cell-2 pre.java').focus()");
        browser.keys(Keys.ENTER);
        assertThat(browser.text("#cell-2 .elsewhere")).contains("./gregor notebook 1");
    }
}
