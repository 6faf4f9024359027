package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The lane beside a live page draws what the JDK draws, and follows the reader's changes.
class LiveLaneTest extends LiveTest {
    private static final List<String> LESSONS = List.of("list", "producer", "group", "rebalance");
    /// The cell of the lesson `list` that makes a log with as many events as its first number says.
    private static final int NUMBERS = 7;

    @BeforeAll
    static void record() {
        List<Chapter> chapters = LESSONS.stream().map(COURSE::chapter).toList();
        new Site(COURSE, false, LaneRecorder.record(chapters, _ -> {})).with(built).write(folder);
    }

    private static void openAnswers() {
        browser.script("document.querySelectorAll('.answer').forEach(each => { each.open = true; })");
    }

    private static int frames() {
        return Integer.parseInt(String.valueOf(browser.script("return document.getElementById('history').max"))) + 1;
    }

    private static String scrubbed(int to) {
        browser.script("const range = document.getElementById('history'); range.value = arguments[0]; "
                + "range.dispatchEvent(new Event('input'))", to);
        return drawn();
    }

    /// The drawings, without what the reader has opened and how they page.
    private static String drawn() {
        return String.valueOf(browser.script("const logs = document.querySelector('.lane .logs').cloneNode(true); "
                + "logs.querySelectorAll('.pager').forEach(each => each.remove()); "
                + "logs.querySelectorAll('details').forEach(each => each.removeAttribute('open')); return logs.innerHTML"));
    }

    private static void awaitNow() {
        browser.await("the newest drawing", () -> browser.text(".lane output").startsWith("Now"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "producer", "group", "rebalance"})
    void drawsAfterEachCellWhatTheJdkDraws(String lesson) {
        Chapter chapter = COURSE.chapter(lesson);
        open(chapter);
        int recorded = frames() - 1;
        List<String> jdk = IntStream.rangeClosed(1, recorded).mapToObj(LiveLaneTest::scrubbed).toList();
        String last = browser.text(".lane output").replaceFirst(".*, after", "after");
        openAnswers();
        runTo(chapter.page().cells().getLast().number());
        awaitNow();
        assertThat(browser.text(".lane output")).endsWith(last);
        assertThat(frames()).isEqualTo(recorded);
        assertThat(IntStream.range(0, recorded).mapToObj(LiveLaneTest::scrubbed).toList()).isEqualTo(jdk);
    }

    @Test
    void followsAChangedNumberAndComesBack() {
        open(COURSE.chapter("list"));
        openAnswers();
        runTo(NUMBERS);
        awaitNow();
        String written = drawn();
        change(NUMBERS, 0, "9");
        browser.await("another drawing", () -> !drawn().equals(written));
        browser.script("document.querySelector('#cell-' + arguments[0] + ' .written').click()", NUMBERS);
        browser.await("the drawing as written", () -> drawn().equals(written));
        browser.click(".reset");
        assertThat(browser.isVisible(".lane")).isFalse();
    }

    @Test
    void waitsForTheAnswerOfAPrediction() {
        Chapter chapter = COURSE.chapter("group");
        int question = chapter.page().cells().stream().filter(cell -> cell.question() != null).findFirst().orElseThrow()
                .number();
        open(chapter);
        runTo(chapter.page().cells().size());
        browser.await("a cell before the question", () -> shown() > 0 && shown() < question);
        openAnswers();
        browser.await("a cell after it", () -> shown() > question);
    }

    /// The number of the cell whose logs are shown; 0 before the first.
    private static int shown() {
        Matcher cell = Pattern.compile("after cell (\\d+)").matcher(browser.text(".lane output"));
        return cell.find() ? Integer.parseInt(cell.group(1)) : 0;
    }

    @Test
    void turnsThePagesOfALongLog() {
        open(COURSE.chapter("group"));
        openAnswers();
        runTo(COURSE.chapter("group").page().cells().size());
        awaitNow();
        browser.await("a long log", () -> browser.script("return document.querySelector('.pager button')") != null);
        browser.click(".pager button");
        browser.await("its beginning", () -> browser.text(".pager span").equals("from 0"));
    }
}
