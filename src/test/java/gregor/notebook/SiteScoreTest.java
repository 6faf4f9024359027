package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.exercise.Exercise;
import gregor.exercise.ExercisePage;
import gregor.lesson.Chapter;
import gregor.lesson.Progress;
import gregor.live.LiveScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of the site remember the reader's predictions in the browser.
class SiteScoreTest extends BrowserTest {
    @Test
    void predictionsStayInTheBrowserAndCanBeTakenAlong(@TempDir Path folder) {
        new Site(course).write(folder);
        Chapter list = course.chapter("list");
        long questions = list.page().cells().stream().filter(cell -> cell.question() != null).count();
        String page = folder.resolve("01-list.html").toUri().toString();
        browser.open(page);
        browser.script("localStorage.clear()");
        browser.open(page);
        assertThat(browser.text(".title .score")).isEqualTo("Predictions: 0 of 0 right, " + questions + " left.");
        browser.script("document.querySelectorAll('.answer').forEach(each => { each.open = true; });"
                + "[...document.querySelectorAll('.judged')].forEach((row, at) => row.querySelector(at ? '.right' : '.wrong').click())");
        assertThat(browser.text(".title .score"))
                .isEqualTo("Predictions: " + (questions - 1) + " of " + questions + " right.");
        browser.script("document.querySelector('.onward').scrollIntoView()");
        browser.await("the end of the lesson", () -> browser.script("return localStorage.getItem('gregor-progress')")
                .toString().contains("list done"));
        browser.open(page);
        assertThat(browser.text(".title .score"))
                .isEqualTo("Predictions: " + (questions - 1) + " of " + questions + " right.");
        browser.open(folder.resolve("index.html").toUri().toString());
        String taken = browser.script("return decodeURIComponent(document.querySelector('.take').href.split(',')[1])")
                .toString();
        var progress = new Progress(folder.resolve("my/progress"));
        assertThat(progress.add(taken.lines().toList())).isEqualTo((int) questions + 1);
        assertThat(progress.done(list)).isTrue();
        assertThat(progress.predictions(list, false)).isEqualTo(1);
        assertThat(browser.violations()).isEmpty();
        browser.script("localStorage.clear()");
        browser.open(base + "/");
    }

    @Test
    void aPredictionAmongTheExercisesIsAnsweredByOpeningAChoice(@TempDir Path folder) {
        Chapter list = course.chapter("list");
        Exercise exercise = ExercisePage.of(list).stream().filter(Exercise::isPrediction).findFirst().orElseThrow();
        new Site(course, Map.of(), PredictionRecorder.record(List.of(list), _ -> {}),
                new LiveScript.Built(new byte[0], Map.of())).write(folder);
        String page = folder.resolve("01-list-exercises.html").toUri().toString();
        browser.open(page);
        browser.script("localStorage.clear()");
        browser.open(page);
        assertThat(browser.text(".choice")).contains("You said 1");
        browser.script("[...document.querySelectorAll('.choice')].reverse()"
                + ".forEach(each => each.querySelector('summary').click())");
        browser.await("the answer", () -> browser.script("return localStorage.getItem('gregor-progress')") != null);
        String last = String
                .valueOf(browser.script("return [...document.querySelectorAll('.choice')].at(-1).dataset.answer"));
        assertThat(String.valueOf(browser.script("return localStorage.getItem('gregor-progress')")))
                .isEqualTo("{\"list exercise %s\":\"%s\"}".formatted(exercise.name(), last));
        assertThat(browser.script(
                "return [...new Set([...document.querySelectorAll('.choice')].map(each => each.dataset.answer))].sort().join()"))
                .isEqualTo("right,wrong");
        assertThat(browser.violations()).isEmpty();
        browser.script("localStorage.clear()");
        browser.open(base + "/");
    }
}
