package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/// What a learner sees of the logs, the end of a lesson, a process that is restarted and an exercise, in light and dark
/// windows of several widths.
class NotebookViewTest extends BrowserTest {
    private static final List<Integer> WIDTHS = List.of(1440, 1024, 390);

    private static void run(int cell, String code) {
        browser.type(cell, code);
        browser.run(cell);
        browser.awaitState(cell, "fresh");
    }

    private static String logs() {
        return browser.text(".lane .logs");
    }

    @Test
    void theLogsAreTrueAndTheirHistorySurvivesAReload() throws IOException {
        open("list");
        run(1, """
                import gregor.list.*; import gregor.list.Consumer; import gregor.file.*; import gregor.topic.*;
                var log = new ListLog(); var same = log;
                for (int i = 0; i < 1000; i++) log.append(Event.of("e" + i));
                var ann = new Consumer("Ann", log); ann.seek(100); var ben = new Consumer("Ben", log);
                ben.seek(990); var letters = new Topic("letters", 2, p -> new ListLog());
                letters.partition(1).append(Event.of("x"));
                var file = FileLog.open(java.nio.file.Files.createTempDirectory("gregor")); file.append(Event.of("kept"));
                """);
        browser.await("a position outside the window", () -> logs().contains("← Ann 100, 900 behind"));
        browser.await("the other logs",
                () -> logs().contains("Ben(990)") && logs().contains("letters-0") && logs().contains("letters-1"));
        assertThat(browser.script("return document.querySelectorAll('.lane [data-variable=same]').length"))
                .as("each log once").isEqualTo(0L);
        run(2, "log.append(Event.of(\"a\")); log.append(Event.of(\"b\")); log.append(Event.of(\"c\"));");
        browser.await("the cell that changed it", () -> when().equals("Now, after cell 2: 3 appended to log"));
        browser.await("the change alone", () -> browser.text(".lane .spoken").equals("cell 2: 3 appended to log"));
        assertThat(browser.script("return document.querySelector('.lane .variable').dataset.variable"))
                .as("what has just changed comes first").isEqualTo("log");
        run(3, "file.close();");
        browser.await("the last picture", () -> logs().contains("closed; this is its last state"));
        assertThat(logs()).contains("kept").doesNotContain("cannot be read");
        assertTheLogsFit();
        Object frames = browser.script("return document.getElementById('history').max");
        reload("list");
        browser.await("the history",
                () -> frames.equals(browser.script("return document.getElementById('history').max")));
        browser.await("its end", () -> when().equals("Now, after cell 3: file closed"));
    }

    private static String when() {
        return browser.text(".lane output");
    }

    /// Compares the boxes of what is drawn, in every view.
    private static void assertTheLogsFit() {
        for (String scheme : List.of("light", "dark")) {
            for (int width : WIDTHS) {
                browser.view(scheme, width);
                browser.script("document.querySelector('.lane > details').open = true");
                assertThat((List<?>) browser.script(CROSSING_LABELS)).as(scheme + " " + width).isEmpty();
                assertThat((Long) browser.script("return document.documentElement.scrollWidth - innerWidth"))
                        .as(scheme + " " + width).isLessThanOrEqualTo(0);
                assertThat(browser.violations()).as(scheme + " " + width).isEmpty();
            }
        }
        browser.usualView();
    }

    /// The labels of readers and writers that overlap another one, or leave their drawing.
    private static final String CROSSING_LABELS = """
            return [...document.querySelectorAll('.lane .log svg')].filter(svg => svg.checkVisibility()).flatMap(svg => {
              const frame = svg.getBoundingClientRect();
              const labels = [...svg.querySelectorAll('text')].map(each => ({text: each.textContent, box: each.getBoundingClientRect()}));
              return labels.filter(({box}, at) => box.left < frame.left - 1 || box.right > frame.right + 1
                || labels.some((other, index) => index > at && box.left < other.box.right - 1 && other.box.left < box.right - 1
                  && box.top < other.box.bottom - 3 && other.box.top < box.bottom - 3)).map(({text}) => text);
            });
            """;

    @Test
    void theEndOfALessonHasItsScoreItsExercisesAndTheNextLesson() throws IOException {
        open("list");
        assertThat(browser.isVisible(".onward")).as("before the questions").isFalse();
        browser.script(
                "document.querySelector('.cell').cell.book.order().forEach(cell => cell.answered || cell.skip())");
        assertThat(browser.isVisible(".onward")).isTrue();
        assertThat(browser.text(".onward")).contains("The end of lesson 1", "you skipped", "questions.",
                "Exercises of lesson 1", "2. ");
        browser.click(".toc > summary");
        browser.click(".toc li:last-child a");
        assertThat((Boolean) browser.script(
                "const top = document.querySelector(location.hash).getBoundingClientRect().top; return top >= 0 && top < innerHeight"))
                .as("the heading is in view").isTrue();
        browser.script("document.querySelector('details.shown').open = false");
        assertThat(browser.isVisible("details.shown pre")).as("a folded listing").isFalse();
    }

    @Test
    void aRestartGetsThroughALoopAndTheBarIsOneStop() throws IOException {
        open("list");
        browser.type(1, "while (true) { try { Thread.sleep(10); } catch (Throwable t) { } }");
        browser.run(1);
        browser.await("the time it has run", () -> browser.text("#cell-1 .state").matches("running, [1-9]\\d* s"));
        assertThat(browser.script("return document.querySelectorAll('.tools > button').length")).isEqualTo(3L);
        browser.script("document.querySelector('.tools > button').focus()");
        browser.keys(Keys.ARROW_RIGHT);
        browser.keys(Keys.ARROW_RIGHT);
        assertThat(browser.script("return document.activeElement.textContent")).isEqualTo("Restart");
        browser.keys(Keys.ENTER);
        browser.await("a new process", () -> browser.text(".status").equals("Ready."));
        run(2, "6 * 7");
        assertThat(browser.output(2)).isEqualTo("==> 42");
        assertThat(browser.script(
                "return document.querySelectorAll('[tabindex=\"0\"]:is(.tools button, .tools summary)').length"))
                .isEqualTo(1L);
    }

    @Test
    void whatIsTypedBeforeTheSessionIsOpenStays() throws IOException {
        open("list");
        browser.type(1, "\"saved\"");
        browser.saved();
        browser.driver().executeCdpCommand("Network.enable", Map.of());
        slowDown(700);
        browser.open(base + "/" + Site.name(course.chapter("list").file()));
        browser.await("an editor",
                () -> Boolean.TRUE.equals(browser.script("return !!document.querySelector('.cell .CodeMirror')")));
        assertThat(browser.script("return document.body.dataset.ready")).as("the session is not open yet").isNull();
        browser.type(2, "\"typed early\"");
        browser.await("a session", () -> "true".equals(browser.script("return document.body.dataset.ready")));
        slowDown(0);
        assertThat(browser.code(1)).isEqualTo("\"saved\"");
        assertThat(browser.code(2)).isEqualTo("\"typed early\"");
    }

    private static void slowDown(int millis) {
        browser.driver().executeCdpCommand("Network.emulateNetworkConditions",
                Map.of("offline", false, "latency", millis, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    @Test
    void anExerciseHasTwoPanesItsCursorAndItsErrors() {
        browser.open(base + "/03-deque-exercises.html");
        browser.click(".exercise-tools button");
        browser.await("the file", () -> browser.isVisible(".exercise.open .CodeMirror"));
        String editor = "const editor = document.querySelector('.exercise .CodeMirror').CodeMirror; ";
        assertThat(browser.script(editor + "return editor.getLine(editor.getCursor().line)")).asString()
                .contains("is not written yet");
        String beside = "const [told, file] = ['.exercise.open .task', '.exercise.open .exercise-tools'].map(each => document.querySelector(each).getBoundingClientRect()); "
                + "return told.right <= file.left";
        for (int width : WIDTHS) {
            browser.view("dark", width);
            assertThat(browser.script(beside)).as("two panes at " + width).isEqualTo(width > 1000);
        }
        browser.usualView();
        browser.script(editor + "editor.setValue(editor.getValue().replace('throw new', 'missing; throw new'))");
        browser.script(
                "[...document.querySelectorAll('.exercise-tools button')].find(each => each.textContent === 'Run the tests').click()");
        browser.await("a mark", () -> String.valueOf(browser.script(
                "return [...document.querySelectorAll('.exercise .compile-error')].map(each => each.textContent).join('')"))
                .contains("missing; throw new"));
    }

    @Test
    void wordsOfJavaAreColouredAndTheFocusIsNotCut() throws IOException {
        open("list");
        browser.type(1, "var a = 1; int b = a;");
        for (String scheme : List.of("light", "dark")) {
            browser.view(scheme, 1024);
            assertThat(
                    (List<?>) browser.script("return [...document.querySelectorAll('#cell-1 .cm-type')].filter(each => "
                            + "getComputedStyle(each).color !== getComputedStyle(document.body).color).map(each => each.textContent)"))
                    .as(scheme).extracting(Object::toString).contains("var", "int");
        }
        browser.usualView();
        browser.script("document.querySelector('#cell-1 .run').focus({focusVisible: true})");
        assertThat(browser.script("return getComputedStyle(document.activeElement).outlineStyle")).isEqualTo("solid");
        assertThat(browser.script("return getComputedStyle(document.querySelector('#cell-1')).overflow"))
                .isEqualTo("visible");
    }
}
