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
        List<Part.Cell> cells = chapter.page().cells().stream()
                .filter(cell -> built.cells().get(chapter.number() + "/" + cell.number()).why().isEmpty()).toList();
        openInFirefox(Site.name(chapter.file()));
        int last = cells.getLast().number();
        firefox.evaluate("document.querySelector('#cell-" + last + " .run').click()");
        firefox.await("document.querySelector('#cell-" + last
                + ".ran') !== null && document.querySelector('article').dataset.busy !== 'true'");
        for (Part.Cell cell : cells) {
            assertThat(firefox.evaluate("document.getElementById('cell-" + cell.number() + "').output.trim()"))
                    .as("cell " + cell.number()).isEqualTo(cell.expected().strip());
        }
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
