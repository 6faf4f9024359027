package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

/// The page with the simulated cluster, in a browser.
///
/// @param name of the test, for its report
record SimulatorPage(Browser browser, String name) {
    private static final double MIN_FRAMES_PER_SECOND = 55;
    private static final int ATTEMPTS = 5;

    /// Opens a history anew.
    void open(String address) {
        browser.open(address);
        browser.script("location.reload()");
        browser.await("the steps", () -> steps().size() > 2);
    }

    @SuppressWarnings("unchecked")
    List<String> steps() {
        return (List<String>) browser.script(
                "return [...document.querySelectorAll('.sim-steps li')].map(each => each.firstChild.textContent)");
    }

    void press(String button) {
        browser.script(
                "[...document.querySelectorAll('#simulate button')].find(each => each.firstChild.textContent === "
                        + "arguments[0]).click()",
                button);
    }

    void insert(String step) {
        browser.script("const field = document.getElementById('own'); field.value = arguments[0]; "
                + "field.form.requestSubmit()", step);
    }

    String clock() {
        return browser.text("#simulate output");
    }

    /// Returns when the history ends, as the chart says.
    String end() {
        return String.valueOf(
                browser.script("return [...document.querySelectorAll('.sim-chart > text')].at(-1).textContent"));
    }

    /// Returns the history as a file has it.
    String text() {
        press("Copy a link to this history");
        return String.valueOf(browser.script("return decodeURIComponent(location.hash.slice(1))"));
    }

    void assertWrongStepIsExplained() {
        insert("explode 1");
        browser.await("the error", () -> browser.text(".sim-bad").contains("there is no step \"explode\""));
        assertThat(steps()).doesNotContain("explode 1");
    }

    /// Plays the history until the picture was as fast as a screen once, since other programs use the machine, too.
    void assertSixtyFramesASecond() throws InterruptedException {
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
        System.out.printf("%s: %.1f frames a second%n", name, most);
        assertThat(most).isGreaterThan(MIN_FRAMES_PER_SECOND);
    }
}
