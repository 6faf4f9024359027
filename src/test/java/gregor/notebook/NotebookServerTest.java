package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.lesson.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The notebook as a learner sees it, in a browser.
class NotebookServerTest extends BrowserTest {
    private static final List<String> PENDING = List.of("new", "queued", "running");

    private static String trimmed(String text) {
        return String.join("\n", text.lines().map(String::stripTrailing).toList());
    }

    /// Presses the button where it is: outputs may move it away from under a mouse.
    private static void runAll() {
        browser.script("document.querySelector('.tools button').click()");
    }

    @Test
    void everyCellPrintsWhatTheTerminalDoes() throws IOException {
        List<Chapter> chapters = Boolean.getBoolean("gregor.prove")
                ? course.chapters()
                : course.chapters().subList(0, 3);
        for (Chapter chapter : chapters) {
            open(chapter.name());
            List<Part.Cell> cells = chapter.page().cells();
            browser.script(
                    "document.querySelectorAll('.cell').forEach(each => each.cell.answered || each.cell.skip())");
            runAll();
            for (Part.Cell cell : cells) {
                String place = chapter.name() + " cell " + cell.number();
                browser.await("the end of " + place, () -> !PENDING.contains(browser.state(cell.number())));
                assertThat(trimmed(browser.output(cell.number()))).as(place).isEqualTo(trimmed(cell.expected()));
                assertThat(browser.state(cell.number())).as(place).isIn("fresh", "stale");
                if (cell.is(Part.Kind.TEST)) {
                    assertThat(browser.text("#cell-" + cell.number() + " .state")).as(place).isEqualTo("passed");
                }
            }
        }
    }

    @Test
    void everyPageOpensAndAsksForNothingFromOutside() throws IOException {
        for (Chapter chapter : course.chapters()) {
            open(chapter.name()); // without the cells that another test has added or deleted
            browser.await("an editor in each cell", () -> Long.valueOf(chapter.page().cells().size())
                    .equals(browser.script("return document.querySelectorAll('.cell .CodeMirror').length")));
            assertThat((List<?>) browser.script(
                    "return performance.getEntriesByType('resource').map(each => each.name).filter(name => !name.startsWith(location.origin))"))
                    .as(chapter.name()).isEmpty();
            browser.await("a session", () -> "true".equals(browser.script("return document.body.dataset.ready")));
            closeSession();
        }
    }

    @Test
    void aPageIsLight() throws IOException {
        open("list");
        assertThat((Long) browser.script(
                "return performance.getEntriesByType('resource').reduce((sum, each) => sum + each.decodedBodySize, 0)"))
                .isLessThan(1_500_000);
    }

    @Test
    void aPredictionIsAskedForAndJudgedByTheLog() throws IOException {
        Chapter chapter = course.chapter("list");
        open(chapter.name());
        Part.Cell predict = chapter.page().cells().stream().filter(cell -> cell.is(Part.Kind.PREDICT)).findFirst()
                .orElseThrow();
        for (int cell = 1; cell < predict.number(); cell++) {
            browser.run(cell);
        }
        String next = "#cell-" + (predict.number() + 1);
        assertThat(browser.isVisible(next)).as("what follows a question").isFalse();
        runAll();
        String said = "#cell-" + predict.number() + " .message";
        browser.await("the stop at the question", () -> browser.text(said).startsWith("All cells before"));
        browser.await("the end of the cells before", () -> browser.state(predict.number() - 1).equals("fresh"));
        assertThat(browser.text(said)).as("after the cells have ended").startsWith("All cells before");
        browser.run(predict.number());
        browser.await("the wish for an answer", () -> browser.text(said).contains("Commit to an answer first"));
        assertThat(browser.state(predict.number())).isEqualTo("new");
        String explanations = "return document.querySelectorAll('#cell-" + predict.number() + " .explanation').length";
        assertThat(browser.script(explanations)).isEqualTo(0L);
        browser.keys("surely not");
        browser.keys(Keys.ENTER);
        browser.await("what follows", () -> browser.isVisible(next));
        browser.await("the judgement", () -> browser.text(said).startsWith("You said surely not; the log says "));
        assertThat(browser.script(explanations)).isEqualTo(1L);
        browser.await("the score", () -> browser.text(".score").startsWith("You predicted 0 of 1 at the first try;"));
        browser.await("progress", () -> progress().contains("list predict " + predict.number() + " wrong"));
    }

    private static String progress() {
        try {
            return Files.readString(home.resolve("my/progress"));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void aLoopThatNeverEndsIsStopped() throws IOException {
        open("list");
        browser.type(1, "int kept = 7;");
        browser.run(1);
        browser.awaitState(1, "fresh");
        browser.type(2, "while (true) { kept++; }");
        browser.run(2);
        browser.await("the loop", () -> "running".equals(browser.state(2)));
        browser.script("document.querySelector('#cell-2').focus()");
        browser.keys("i", "i");
        browser.awaitState(2, "interrupted");
        browser.type(3, "kept > 0");
        browser.run(3);
        browser.awaitState(3, "fresh");
        assertThat(browser.output(3)).isEqualTo("==> true");
    }

    @Test
    void cellsShowWhatIsStaleClearedAndWrong() throws IOException {
        open("list");
        browser.type(1, "record R(int a) {}");
        browser.type(2, "var r = new R(1);");
        browser.run(1);
        browser.run(2);
        browser.awaitState(2, "fresh");
        browser.type(1, "record R(int a, int b) {}");
        assertThat(browser.state(1)).isEqualTo("edited");
        browser.run(1);
        browser.awaitState(2, "stale");
        browser.await("what was reset", () -> browser.text("#cell-1 .message").contains("your edit reset r"));
        browser.type(2, "var r = new R(1, missing);");
        browser.script("document.querySelector('#cell-2').focus()");
        browser.keys("e", "a");
        browser.awaitState(2, "failed");
        browser.await("a mark", () -> "missing".equals(browser.text("#cell-2 .compile-error")));
    }

    @Test
    void completionAndDeclarationsComeFromTheSession() throws IOException {
        open("list");
        browser.type(1, "import gregor.list.*; var log = new ListLog();");
        browser.run(1);
        browser.awaitState(1, "fresh");
        browser.type(2, "");
        browser.script("document.querySelector('#cell-2').cell.editor.focus()");
        browser.keys("log.app", Keys.TAB);
        browser.await("append",
                () -> String.valueOf(browser.script("return document.querySelector('#cell-2').cell.code"))
                        .startsWith("log.append("));
        browser.chord(Keys.SHIFT, Keys.TAB);
        browser.await("its declaration", () -> browser.text("#cell-2 .message").contains("long Log.append(Event)"));
        assertThat(browser.text("#cell-2 .message")).contains("Appends one event and returns its offset.");
    }

    @Test
    void theLaneDrawsTheLogAndItsHistory() throws IOException {
        open("list");
        browser.type(1,
                "import gregor.list.*; import gregor.list.Consumer; var log = new ListLog(); for (int i = 0; i < 100_000; i++) log.append(Event.of(\"e\" + i)); var c = new Consumer(\"C\", log);");
        browser.run(1);
        browser.await("the end of the log", () -> browser.text(".lane .logs").contains("e99999"));
        browser.script("document.querySelector('.lane .pager button[aria-label^=beginning]').click()");
        browser.await("its beginning",
                () -> browser.text(".lane .logs").contains("C(0)") && browser.text(".lane .logs").contains("e23"));
        browser.await("the sentence", () -> browser.text(".lane .spoken").contains("offsets 0 to 99999"));
        browser.script(
                "const range = document.getElementById('history'); range.value = 0; range.dispatchEvent(new Event('input'))");
        browser.await("the past", () -> browser.text(".lane output").startsWith("1 of "));
    }

    @Test
    void everythingCanBeDoneWithoutAMouse() throws IOException {
        open("list");
        int before = cells();
        browser.script("document.querySelector('#cell-1').focus()");
        browser.keys("j");
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("cell-2");
        browser.keys("k");
        browser.keys("b");
        assertThat(cells()).isEqualTo(before + 1);
        browser.keys(Keys.ENTER);
        browser.keys("6 * 7");
        browser.chord(Keys.SHIFT, Keys.ENTER);
        browser.await("the answer", () -> browser.text(".cell[id^=i] .result").contains("==> 42"));
        browser.await("the next paragraph", () -> Boolean.TRUE
                .equals(browser.script("return document.activeElement.previousElementSibling?.id.startsWith('i')")));
        assertThat(cells()).isEqualTo(before + 1);
        browser.script("document.querySelector('.cell[id^=i]').focus()");
        browser.keys("d", "d");
        assertThat(cells()).isEqualTo(before);
        browser.keys("z");
        assertThat(cells()).isEqualTo(before + 1);
        browser.keys("?");
        browser.await("the keys", () -> browser.text("dialog").contains("Shift+Enter"));
        browser.keys(Keys.ESCAPE);
        browser.script("document.querySelector('#cell-1').focus()");
        browser.keys(Keys.ENTER);
        assertThat(browser.script("return !!document.activeElement.closest('.CodeMirror')")).isEqualTo(true);
        browser.keys(Keys.ESCAPE);
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("cell-1");
        browser.keys(Keys.TAB);
        assertThat(browser.script("return document.activeElement.className")).isEqualTo("run");
    }

    private static int cells() {
        return ((Long) browser.script("return document.querySelectorAll('section.cell').length")).intValue();
    }

    @Test
    void aReloadFindsTheSameSessionAndACrashLosesNothing() throws IOException {
        Chapter chapter = course.chapter("list");
        open(chapter.name());
        browser.type(1, "int kept = 41;");
        browser.run(1);
        browser.awaitState(1, "fresh");
        browser.saved();
        reload(chapter.name());
        browser.awaitState(1, "fresh");
        browser.type(2, "kept + 1");
        browser.run(2);
        browser.awaitState(2, "fresh");
        assertThat(browser.output(2)).isEqualTo("==> 42");
        browser.type(3, "System.exit(1);");
        browser.run(3);
        browser.awaitState(3, "failed");
        browser.await("the replay", () -> "fresh".equals(browser.state(2))
                && browser.text("#cell-3 .message").contains("its process ended"));
        browser.saved();
        closeSession();
        reload(chapter.name());
        assertThat(browser.script("return document.querySelector('#cell-2').cell.code")).isEqualTo("kept + 1");
        assertThat(browser.output(2)).isEqualTo("==> 42");
        assertThat(browser.state(2)).isEqualTo("before");
    }

    @Test
    void snapshotsComeBack() throws IOException {
        open("list");
        browser.type(1, "\"first\"");
        browser.script("document.querySelector('.cell').cell.book.snapshots()");
        browser.await("the dialog", () -> browser.text("dialog").contains("Save"));
        browser.script(
                "document.querySelector('#snapshot-name').value = 'one'; document.querySelector('dialog p button').click()");
        browser.await("the snapshot", () -> Files.exists(home.resolve("my/notebook/list.snapshots/one.json")));
        browser.type(1, "\"second\"");
        browser.script("document.querySelector('.cell').cell.book.snapshots()");
        browser.await("its name", () -> browser.text("dialog").contains("one"));
        browser.script("document.querySelector('dialog li button').click()");
        browser.await("the first",
                () -> "\"first\"".equals(browser.script("return document.querySelector('#cell-1').cell.code")));
    }

    @Test
    void anExportIsComplete() throws IOException {
        open("list");
        browser.type(1, "System.out.println(\"<b>exported</b>\");");
        browser.run(1);
        browser.awaitState(1, "fresh");
        for (Map.Entry<String, String> file : Map.of("html", "gregor-list.html", "jsh", "gregor-list.jsh").entrySet()) {
            browser.script("document.querySelector('.cell').cell.book.export(arguments[0])", file.getKey());
            Path download = browser.downloads().resolve(file.getValue());
            browser.await(file.getValue(), () -> Files.exists(download));
            assertThat(Files.readString(download)).contains("exported");
        }
        String html = Files.readString(browser.downloads().resolve("gregor-list.html"));
        assertThat(html).contains("&lt;b&gt;exported&lt;/b&gt;", "data:font/woff2").doesNotContain("<script", "<link");
    }

    @Test
    void theNotebookIsAccessible() throws IOException {
        open("producer");
        for (int cell = 1; cell <= 4; cell++) {
            browser.run(cell);
            browser.awaitState(cell, "fresh");
        }
        browser.script("document.querySelectorAll('.toc, .lane details').forEach(each => { each.open = true; })");
        browser.await("the lane", () -> browser.text(".lane").contains("ListLog"));
        assertThat(browser.violations()).isEmpty();
        browser.open(base + "/");
        assertThat(browser.violations()).isEmpty();
        browser.open(base + "/02-producer-exercises.html");
        assertThat(browser.violations()).isEmpty();
        browser.click(".exercise-tools button");
        browser.await("two panes", () -> browser.isVisible(".exercise.open .CodeMirror"));
        assertThat(browser.violations()).isEmpty();
        browser.script(
                "const bad = document.createElement('img'); bad.src = 'gregor.svg'; document.querySelector('main').append(bad)");
        assertThat(browser.violations()).as("a planted fault is found").isNotEmpty();
    }

    @Test
    void theSiteIsAccessible(@TempDir Path folder) {
        new Site(course).write(folder);
        for (String page : List.of("index.html", "02-producer.html", "07-compact.html", "03-deque-exercises.html")) {
            browser.open(folder.resolve(page).toUri().toString());
            assertThat(browser.violations()).as(page).isEmpty();
        }
        browser.open(base + "/");
    }

    @Test
    void anExerciseIsJudgedInThePage() {
        browser.open(base + "/02-producer-exercises.html");
        browser.click(".exercise-tools button");
        browser.await("the file",
                () -> browser.script("return !!document.querySelector('.exercise-tools .CodeMirror')").equals(true));
        browser.script(
                "[...document.querySelectorAll('.exercise-tools button')].find(each => each.textContent === 'Run the tests').click()");
        browser.await("the result", () -> browser.text(".test-output").contains("not written yet"));
        browser.script(
                "[...document.querySelectorAll('.exercise-tools button')].find(each => each.textContent === 'Hint').click()");
        browser.await("a hint", () -> browser.text(".test-output").contains("collected is the list"));
        assertThat(progress()).contains("producer exercise collect started", "producer hints collect 1");
    }
}
