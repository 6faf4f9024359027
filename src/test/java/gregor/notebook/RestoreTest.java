package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Course;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WindowType;

/// The process of the notebook is killed, and another one takes its place.
@Tag("outside")
class RestoreTest {
    @TempDir
    private Path home;
    private final List<Process> servers = new ArrayList<>();
    private Browser browser;
    private String page;
    private String secondPage;

    @BeforeEach
    void prepare() throws IOException {
        Course course = Apart.course(home);
        page = Site.name(course.chapter("list").file());
        secondPage = Site.name(course.chapter("producer").file());
        browser = new Browser();
    }

    @AfterEach
    void close() {
        browser.close();
        servers.forEach(Process::destroyForcibly);
    }

    /// Starts `gregor notebook`, and returns the address that it prints.
    private String serve() throws IOException {
        Process server = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-Dhelidon.serialFilter.missing.action=ignore",
                "-Dgregor.home=" + home, "-cp", System.getProperty("java.class.path"), "gregor.cli.Gregor", "notebook",
                "--no-open").redirectErrorStream(true).start();
        servers.add(server);
        BufferedReader printed = server.inputReader();
        String address = printed.lines().map(String::strip).filter(line -> line.startsWith("http://")).findFirst()
                .orElseThrow();
        Thread.ofPlatform().daemon().start(() -> printed.lines().forEach(line -> {}));
        return address;
    }

    private static String origin(String address) {
        return address.replaceFirst("/\\?.*", "");
    }

    @Test
    void aKilledServerLosesNothing() throws IOException {
        String address = serve();
        String base = origin(address);
        browser.open(address);
        browser.openLesson(base + "/" + page);
        browser.type(1, "int kept = 41;\nkept + 1");
        browser.run(1);
        browser.awaitState(1, "fresh");
        browser.saved();
        String first = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.openLesson(base + "/" + secondPage);
        browser.type(1, "\"the second tab\"");
        browser.run(1);
        browser.awaitState(1, "fresh");
        String second = browser.driver().getWindowHandle();
        browser.driver().switchTo().window(first);
        browser.open("about:blank");
        browser.driver().switchTo().window(second);
        browser.type(2, "while (true) { }");
        browser.run(2);
        browser.awaitState(2, "running");
        browser.saved();
        browser.type(3, "\"typed without a server\"");

        List<ProcessHandle> children = servers.getFirst().descendants().toList();
        assertThat(children).isNotEmpty();
        servers.getFirst().destroyForcibly().onExit().join();
        CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .orTimeout(60, TimeUnit.SECONDS).join();
        browser.await("the news", () -> browser.text(".status").contains("stopped"));
        browser.run(3);
        browser.awaitState(3, "waiting");

        String next = serve();
        assertThat(origin(next)).isEqualTo(base);
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.open(next);
        browser.driver().close();
        // The tab that is open finds its way by itself, and comes first; the other one still gets its own file.
        browser.driver().switchTo().window(second);
        browser.await("a new session", () -> "true".equals(browser.script("return document.body.dataset.ready")));
        assertCell(1, "\"the second tab\"", "==> \"the second tab\"");
        assertThat(browser.code(3)).isEqualTo("\"typed without a server\"");
        browser.awaitState(3, "fresh");
        assertThat(browser.output(3)).as("it has run by itself").isEqualTo("==> \"typed without a server\"");
        browser.saved();
        browser.driver().switchTo().window(first);
        browser.openLesson(base + "/" + page);
        assertCell(1, "int kept = 41;\nkept + 1", "==> 42");
        browser.run(1);
        browser.awaitState(1, "fresh");
        browser.driver().switchTo().window(second);
        browser.openLesson(base + "/" + secondPage);
        assertCell(1, "\"the second tab\"", "==> \"the second tab\"");
        assertThat(browser.code(3)).isEqualTo("\"typed without a server\"");
    }

    private void assertCell(int cell, String code, String output) {
        assertThat(browser.code(cell)).isEqualTo(code);
        assertThat(browser.output(cell)).isEqualTo(output);
        assertThat(browser.state(cell)).isEqualTo("before");
    }
}
