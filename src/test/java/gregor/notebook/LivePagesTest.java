package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.lesson.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every live cell prints in a browser, from a file, what it prints in the JDK.
class LivePagesTest extends LiveTest {
    /// The share of cells that must be live in the lessons that need no files and sockets.
    private static final double LIVE = 0.8;
    private static final Set<Integer> ASKED = Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16);
    private static final int MAX_BYTES = 700_000;
    private static final int MAX_COMPRESSED_BYTES = 250_000;

    @ParameterizedTest
    @MethodSource("chapters")
    void everyLiveCellPrintsWhatItPrintsInTheJdk(Chapter chapter) {
        List<Part.Cell> cells = chapter.page().cells().stream().filter(cell -> live(chapter, cell).why().isEmpty())
                .toList();
        open(chapter);
        runTo(cells.getLast().number());
        for (Part.Cell cell : cells) {
            assertThat(output(cell.number())).as("cell " + cell.number()).isEqualTo(cell.expected().strip());
        }
        assertThat(browser.violations()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangedNumberPrintsWhatItPrintsInTheJdk(String lesson, int number, int literal, String value) {
        Chapter chapter = COURSE.chapter(lesson);
        Part.Cell cell = chapter.page().cells().get(number - 1);
        open(chapter);
        runTo(number);
        Object written = output(number);
        change(number, literal, value);
        assertThat(output(number)).isEqualTo(inTheJdk(chapter, cell, literal, value));
        browser.script("document.querySelector('#cell-' + arguments[0] + ' .written').click()", number);
        awaitIdle();
        assertThat(output(number)).isEqualTo(written);
    }

    @Test
    void startingAgainForgetsTheVariables() {
        Chapter chapter = COURSE.chapter("list");
        open(chapter);
        assertThat(browser.text("#cell-9 .run")).isEqualTo("Run cells 1 to 9");
        runTo(9);
        assertThat(browser.text("#cell-9 .run")).isEqualTo("Run cell 9 again");
        browser.click(".reset");
        assertThat(browser.text("#cell-9 .run")).isEqualTo("Run cells 1 to 9");
    }

    @Test
    void anAnswerStaysFoldedWhenItsCellRuns() {
        open(COURSE.chapter("list"));
        runTo(10);
        assertThat(browser.isVisible("#cell-10 .result")).isFalse();
        assertThat(browser.text(".spoken")).doesNotContain(String.valueOf(output(10)));
    }

    @Test
    void aCellThatDoesNotRunSaysWhy() {
        open(COURSE.chapter("deque"));
        assertThat(browser.text("#cell-3 .recorded")).contains("a page has no compiler", "./gregor learn 3");
        assertThat(browser.isVisible("#cell-3 .run")).isFalse();
    }

    @Test
    void theScriptIsReadySoonAndCellsAreFast() {
        open(COURSE.chapter("rebalance"));
        runTo(14);
        int millis = Integer
                .parseInt(String.valueOf(browser.script("return document.querySelector('article').dataset.ready")));
        assertThat(millis).isLessThan(1000);
        browser.script("document.querySelector('#cell-14 .run').click()");
        awaitIdle();
        double cell = ((Number) browser.script("return document.getElementById('cell-14').time")).doubleValue();
        System.out.printf("LivePagesTest: ready in %d ms, a cell in %.1f ms%n", millis, cell);
        assertThat(cell).isLessThan(50);
    }

    @Test
    void mostCellsAreLiveAndTheScriptIsSmall() throws IOException {
        long live = built.cells().values().stream().filter(cell -> cell.why().isEmpty()).count();
        int cells = COURSE.chapters().stream().filter(chapter -> ASKED.contains(chapter.number()))
                .mapToInt(chapter -> chapter.page().cells().size()).sum();
        assertThat((double) live / cells).isGreaterThanOrEqualTo(LIVE);
        var compressed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(compressed)) {
            zip.write(built.script());
        }
        System.out.printf("LivePagesTest: %d of %d cells are live; script of %d bytes, %d compressed%n", live, cells,
                built.script().length, compressed.size());
        assertThat(built.script().length).isLessThan(MAX_BYTES);
        assertThat(compressed.size()).isLessThan(MAX_COMPRESSED_BYTES);
    }
}
