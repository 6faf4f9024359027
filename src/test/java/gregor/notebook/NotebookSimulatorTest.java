package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.replica.scenario.Recording;
import gregor.replica.scenario.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;

/// The notebook's page with the simulated cluster: breaking it, going back, sharing and saving a history.
class NotebookSimulatorTest extends BrowserTest {
    private SimulatorPage page;

    @BeforeEach
    void simulation() {
        page = new SimulatorPage(browser, "NotebookSimulatorTest");
        page.open(base + "/simulate.html#two-leaders");
    }

    @AfterEach
    void usualView() {
        browser.usualView();
    }

    @Test
    void aFaultByKeyIsABranchAndItsPictureIsThatOfTheJdk() {
        List<String> before = page.steps();
        page.press("Step");
        page.press("Step");
        browser.driver().findElement(By.tagName("body")).sendKeys("c");
        browser.await("the crash", () -> page.steps().size() == before.size() + 1);
        assertThat(page.steps().subList(0, 3)).containsExactly(before.get(0), before.get(1), "crash 1");
        assertThat(browser.text("[data-broker='1']")).contains("stopped");
        String text = page.text();
        assertThat(text).contains("crash 1");
        Recording jdk = Recording.of(Scenario.parse("yours", text.lines().toList()));
        for (int i = 0; i < jdk.steps().size(); i++) {
            int step = i;
            browser.script("document.querySelectorAll('.sim-steps li')[arguments[0]].firstChild.click()", i);
            Recording.Frame frame = jdk.frames().get(jdk.steps().get(i).frame());
            browser.await("the picture after step " + step, () -> shown().equals(shown(frame)));
        }
    }

    /// What the picture says about the cluster.
    private static String shown() {
        return String.valueOf(browser
                .script("""
                        return document.querySelector('.sim-stage .strong').textContent + '; '
                            + document.querySelector('.sim-stage .small').textContent + '; '
                            + [...document.querySelectorAll('.sim-stage [data-broker]')].map(each => each.lastChild.textContent).join('; ')"""));
    }

    private static String shown(Recording.Frame frame) {
        String leader = frame.leader() < 0 ? "no leader" : "leader " + frame.leader();
        String isr = frame.isr().isEmpty() ? "none" : join(frame.isr());
        String elr = frame.elr().isEmpty() ? "" : "; ELR " + join(frame.elr());
        return "controller: %s, epoch %d; ISR %s%s; %s".formatted(leader, frame.epoch(), isr, elr,
                frame.brokers().stream().map(broker -> "end %d, high watermark %d, on disk %d"
                        .formatted(broker.log().size(), broker.hw(), broker.flushed()))
                        .collect(Collectors.joining("; ")));
    }

    private static String join(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    @Test
    void aHistoryIsSavedAndRunsInATerminal() throws IOException {
        page.insert("crash 1");
        browser.await("the crash", () -> page.steps().contains("crash 1"));
        page.press("Save as a file");
        Path file = browser.downloads().resolve("two-leaders-mine.txt");
        browser.await("the file", () -> Files.exists(file));
        assertThat(Scenario.parse("mine", Files.readAllLines(file)).text()).isEqualTo(page.text());
    }

    @Test
    void anotherSeedIsAnotherHistory() {
        browser.script("const seed = document.getElementById('seed'); seed.value = 7; "
                + "seed.dispatchEvent(new Event('change'))");
        browser.await("the seed", () -> page.text().contains("seed 7"));
        double end = Recording.of(Scenario.parse("yours", page.text().lines().toList())).frames().getLast().at();
        assertThat(page.end()).isEqualTo(String.format(Locale.ROOT, "%.1f s", end / 1000));
    }

    @Test
    void aWrongStepIsExplained() {
        page.assertWrongStepIsExplained();
    }

    @Test
    void itMovesSixtyTimesASecond() throws InterruptedException {
        page.assertSixtyFramesASecond();
    }

    @ParameterizedTest
    @CsvSource({"light, 390", "dark, 390", "light, 1024", "dark, 1440"})
    void aPageCanBeReadAndUsed(String scheme, int width) {
        browser.view(scheme, width);
        page.open(base + "/simulate.html#two-leaders");
        assertThat(browser.violations()).isEmpty();
        assertThat(((Number) browser.script("return document.documentElement.scrollWidth - innerWidth")).intValue())
                .isNotPositive();
    }
}
