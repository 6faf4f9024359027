package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Chapter;
import gregor.lesson.Part;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every live cell prints in Firefox, from a file, what it prints in the JDK.
class LiveFirefoxTest extends LiveTest {
    private static Firefox firefox;

    @BeforeAll
    static void start() throws IOException {
        firefox = new Firefox();
    }

    @AfterAll
    static void end() {
        firefox.close();
    }

    private static void openInFirefox(String page) {
        firefox.open(folder.toUri() + page);
        firefox.await("document.querySelector('.reset') !== null");
    }

    @ParameterizedTest
    @MethodSource("chapters")
    void everyLiveCellPrintsWhatItPrintsInTheJdk(Chapter chapter) {
        List<Part.Cell> cells = chapter.page().cells().stream().filter(cell -> live(chapter, cell).why().isEmpty())
                .toList();
        openInFirefox(Site.name(chapter.file()));
        runInFirefox(cells.getLast().number());
        for (Part.Cell cell : cells) {
            assertThat(outputInFirefox(cell.number())).as("cell " + cell.number()).isEqualTo(cell.expected().strip());
        }
    }

    private static void runInFirefox(int last) {
        firefox.evaluate("document.querySelector('#cell-" + last + " .run').click()");
        firefox.await("document.querySelector('#cell-" + last
                + ".ran') !== null && document.querySelector('article').dataset.busy !== 'true'");
    }

    private static String outputInFirefox(int cell) {
        return firefox.evaluate("document.getElementById('cell-" + cell + "').output.trim()");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangedNumberPrintsWhatItPrintsInTheJdk(String lesson, int number, int literal, String value) {
        Chapter chapter = COURSE.chapter(lesson);
        openInFirefox(Site.name(chapter.file()));
        runInFirefox(number);
        firefox.evaluate(
                "{ const token = document.getElementById('cell-%d').querySelectorAll('.whatif')[%d]; token.click(); "
                        .formatted(number, literal)
                        + "const field = token.querySelector('input'); field.value = '%s'; ".formatted(value)
                        + "field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true})); }");
        firefox.await("document.querySelector('article').dataset.busy !== 'true'");
        assertThat(outputInFirefox(number))
                .isEqualTo(inTheJdk(chapter, chapter.page().cells().get(number - 1), literal, value));
    }

    @Test
    void theSimulatorRunsAHistoryOfOnesOwn() {
        firefox.open(folder.toUri() + "simulate.html");
        firefox.await("document.querySelector('.sim-steps li') !== null");
        String before = firefox.evaluate("String(document.querySelectorAll('.sim-steps li').length)");
        firefox.evaluate("document.getElementById('own').value = 'run 1s'; "
                + "document.getElementById('own').form.requestSubmit()");
        firefox.await("String(document.querySelectorAll('.sim-steps li').length) !== '" + before + "'");
    }
}
