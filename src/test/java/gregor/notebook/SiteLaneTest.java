package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The site shows the logs that the cells created when it was written.
class SiteLaneTest extends BrowserTest {
    private static final String FRAMES = "return gregorLane.frames";

    private static Path written(Path folder, List<String> progress) {
        List<Chapter> chapters = List.of(course.chapter("list"), course.chapter("toy"));
        new Site(course, false, LaneRecorder.record(chapters, progress::add)).write(folder);
        return folder;
    }

    private static void scrub(int to) {
        browser.script("const range = document.getElementById('history'); range.value = arguments[0]; "
                + "range.dispatchEvent(new Event('input'))", to);
    }

    @Test
    void theLogsOfALessonCanBeScrubbed(@TempDir Path folder) {
        var progress = Collections.synchronizedList(new ArrayList<String>());
        written(folder, progress);
        assertThat(progress).containsExactlyInAnyOrder("Lesson 0: running 17 cells …", "Lesson 1: running 19 cells …");
        assertThat(folder.resolve("00-toy.lane.js")).as("without logs of Gregor").doesNotExist();
        browser.open(folder.resolve("01-list.html").toUri().toString());
        assertThat(browser.text(".lane .logs")).isEqualTo("Before the first cell.");
        int frames = ((List<?>) browser.script(FRAMES)).size();
        assertThat(frames).isGreaterThan(4);
        for (int frame = 1; frame <= frames; frame++) {
            scrub(frame);
            assertThat(browser.text(".lane output")).startsWith(frame + 1 + " of " + (frames + 1) + ", after cell ");
            assertThat(browser.text(".lane .logs")).contains("offset");
        }
        assertThat(browser.violations()).isEmpty();
        browser.open(base + "/");
    }

    @Test
    void theLogsFollowTheReaderUpToAFoldedAnswer(@TempDir Path folder) {
        browser.open(written(folder, new ArrayList<>()).resolve("01-list.html").toUri().toString());
        int question = ((Long) browser.script("const questions = [...document.querySelectorAll('.cell:has(.answer)')]; "
                + "questions.slice(0, -2).forEach(each => { each.querySelector('.answer').open = true; }); "
                + "return Number(questions.at(-2).dataset.number)")).intValue();
        browser.script("document.querySelector('.onward').scrollIntoView()");
        browser.await("the cell before the question", () -> shown() > 0 && shown() < question);
        browser.script("document.querySelectorAll('.answer').forEach(each => { each.open = true; })");
        browser.await("the last cell", () -> shown() >= question);
        browser.open(base + "/");
    }

    /// The number of the cell whose logs are shown; 0 before the first.
    private static int shown() {
        Matcher cell = Pattern.compile("after cell (\\d+)").matcher(browser.text(".lane output"));
        return cell.find() ? Integer.parseInt(cell.group(1)) : 0;
    }

    @Test
    void aCellThatEndsInAnotherWayEndsTheLogs(@TempDir Path folder) throws IOException {
        String text = Files.readString(course.chapter("list").file());
        Path broken = Files.createDirectories(folder.resolve("lessons")).resolve("01-list.adoc");
        Files.writeString(broken, text.replaceFirst("(\\[source.cell[^]]*]\n----\n)", "$1missing();\n"));
        var progress = Collections.synchronizedList(new ArrayList<String>());
        LaneRecorder.record(List.of(new Chapter(1, "list", folder, broken)), progress::add);
        assertThat(progress).anyMatch(line -> line.contains("ended in another way than in the lesson"));
    }
}
