package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.replica.scenario.Recording;
import gregor.replica.scenario.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The simulated cluster runs in its page, as it does in the JDK.
class LiveSimulationTest extends LiveTest {
    private static final double MIN_FRAMES_PER_SECOND = 55;
    private static final int ATTEMPTS = 5;

    @BeforeEach
    void simulation() {
        open("simulate.html#two-leaders");
        browser.script("location.reload()");
        browser.await("the steps", () -> steps().size() > 2);
    }

    @SuppressWarnings("unchecked")
    private static List<String> steps() {
        return (List<String>) browser.script(
                "return [...document.querySelectorAll('.sim-steps li')].map(each => each.firstChild.textContent)");
    }

    private static void press(String button) {
        browser.script(
                "[...document.querySelectorAll('#simulate button')].find(each => each.firstChild.textContent === "
                        + "arguments[0]).click()",
                button);
    }

    private static void insert(String step) {
        browser.script("const field = document.getElementById('own'); field.value = arguments[0]; "
                + "field.form.requestSubmit()", step);
    }

    private static String clock() {
        return browser.text("#simulate output");
    }

    @Test
    void everyHistoryIsTheOneThatTheJdkRecords() {
        insert("run 1s");
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
        List<String> before = steps();
        press("Start");
        press("Step");
        press("Step");
        String branch = clock();
        press("Crash");
        browser.await("the crash", () -> steps().size() == before.size() + 1);
        assertThat(steps().subList(0, 3)).containsExactly(before.get(0), before.get(1), "crash 1");
        assertThat(browser.text("[data-broker='1']")).contains("stopped");
        press("Back");
        assertThat(clock()).isEqualTo(branch);
        press("Cut off");
        browser.await("the cuts", () -> steps().contains("cut 1 controller"));
        press("Copy a link to this history");
        Object address = browser.script("return location.href");
        String chart = browser.text(".sim-chart");
        List<String> branched = steps();
        open("index.html");
        browser.open(String.valueOf(address));
        browser.await("the steps of the link", () -> steps().equals(branched));
        assertThat(browser.text(".sim-chart")).isEqualTo(chart);
        assertThat(browser.violations()).isEmpty();
    }

    @Test
    void anotherSeedIsAnotherHistory() {
        browser.script("const seed = document.getElementById('seed'); seed.value = 7; "
                + "seed.dispatchEvent(new Event('change'))");
        browser.await("the classes", () -> browser.script("return globalThis.gregorSimulate") != null);
        assertThat(text()).contains("seed 7");
        Recording jdk = Recording.of(Scenario.parse("yours", text().lines().toList()));
        double end = jdk.frames().getLast().at();
        assertThat(browser.script("return [...document.querySelectorAll('.sim-chart > text')].at(-1).textContent"))
                .isEqualTo(String.format(Locale.ROOT, "%.1f s", end / 1000));
    }

    private static String text() {
        press("Copy a link to this history");
        return String.valueOf(browser.script("return decodeURIComponent(location.hash.slice(1))"));
    }

    @Test
    void aWrongStepIsExplained() {
        insert("explode 1");
        browser.await("the error", () -> browser.text(".sim-bad").contains("there is no step \"explode\""));
        assertThat(steps()).doesNotContain("explode 1");
    }

    @Test
    void itMovesSixtyTimesASecond() throws InterruptedException {
        double most = 0;
        for (int attempt = 0; attempt < ATTEMPTS && most < MIN_FRAMES_PER_SECOND; attempt++) {
            browser.script("Object.assign(gregorFrames, {count: 0, slow: 0, millis: 0})");
            press("Start");
            press("Play");
            Thread.sleep(1500);
            most = Math.max(most,
                    ((Number) browser.script("return 1000 * gregorFrames.count / gregorFrames.millis")).doubleValue());
            press("Pause");
        }
        System.out.printf("LiveSimulationTest: %.1f frames a second%n", most);
        assertThat(most).isGreaterThan(MIN_FRAMES_PER_SECOND);
    }
}
