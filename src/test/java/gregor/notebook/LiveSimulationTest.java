package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.replica.scenario.Recording;
import gregor.replica.scenario.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The simulated cluster runs in its page, as it does in the JDK.
class LiveSimulationTest extends LiveTest {
    private SimulatorPage page;

    @BeforeEach
    void simulation() {
        page = new SimulatorPage(browser, "LiveSimulationTest");
        page.open(folder.toUri() + "simulate.html#two-leaders");
    }

    @Test
    void everyHistoryIsTheOneThatTheJdkRecords() {
        page.insert("run 1s");
        browser.await("the classes", () -> browser.script("return globalThis.gregorSimulate") != null);
        Object differing = browser
                .script("""
                        const differing = [];
                        for (const run of gregorRuns) gregorSimulate(run.text, (json, problem) => {
                          const recorded = JSON.stringify({...run, scenario: {...run.scenario, name: 'yours'}});
                          if (problem || JSON.stringify(JSON.parse(json)) !== recorded) differing.push(run.scenario.name + problem);
                        });
                        return [gregorRuns.length, ...differing]""");
        assertThat((List<?>) differing).singleElement().asString().isEqualTo("37");
    }

    @Test
    void aFaultInTheMiddleIsABranchThatALinkCarries() {
        List<String> before = page.steps();
        page.press("Start");
        page.press("Step");
        page.press("Step");
        String branch = page.clock();
        page.press("Crash");
        browser.await("the crash", () -> page.steps().size() == before.size() + 1);
        assertThat(page.steps().subList(0, 3)).containsExactly(before.get(0), before.get(1), "crash 1");
        assertThat(browser.text("[data-broker='1']")).contains("stopped");
        page.press("Back");
        assertThat(page.clock()).isEqualTo(branch);
        page.press("Cut off");
        browser.await("the cuts", () -> page.steps().contains("cut 1 controller"));
        page.press("Copy a link to this history");
        Object address = browser.script("return location.href");
        String chart = browser.text(".sim-chart");
        List<String> branched = page.steps();
        open("index.html");
        browser.open(String.valueOf(address));
        browser.await("the steps of the link", () -> page.steps().equals(branched));
        assertThat(browser.text(".sim-chart")).isEqualTo(chart);
        assertThat(browser.violations()).isEmpty();
    }

    @Test
    void anotherSeedIsAnotherHistory() {
        browser.script("const seed = document.getElementById('seed'); seed.value = 7; "
                + "seed.dispatchEvent(new Event('change'))");
        browser.await("the classes", () -> browser.script("return globalThis.gregorSimulate") != null);
        assertThat(page.text()).contains("seed 7");
        Recording jdk = Recording.of(Scenario.parse("yours", page.text().lines().toList()));
        double end = jdk.frames().getLast().at();
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
}
