package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.group.CommittedOffset;
import gregor.list.Event;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/// The status page and a stream in a headless browser: Chromium and its driver must be on the PATH.
@Tag("outside")
@Timeout(120)
class BrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;
    private Web web;
    private ChromeDriver browser;

    @BeforeEach
    void open() {
        web = Web.in(folder);
        var options = new ChromeOptions().addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                "--window-size=1000,800");
        options.setBinary(program("chromium"));
        System.setProperty("webdriver.chrome.driver", program("chromedriver").toString());
        browser = new ChromeDriver(options);
    }

    private static File program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(place -> Path.of(place, name))
                .filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new AssertionError("this needs " + name + ", as Debian has it")).toFile();
    }

    @AfterEach
    void close() {
        browser.quit();
        web.close();
    }

    private void until(String script) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Boolean.TRUE.equals(browser.executeScript("return Boolean(" + script + ")"))) {
            assertThat(System.nanoTime()).as(script).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void publish(String topic, String... texts) {
        for (String text : texts) {
            web.broker.partition(topic, 0).append(Event.of(text));
        }
    }

    @Test
    void anEventSourceHearsAllOnceThoughTheDoorWasShutInBetween() {
        web.broker.createTopic("news", 1, Map.of());
        publish("news", "one", "two");
        browser.get(web.address() + "/");
        browser.executeScript("""
                window.heard = [];
                window.source = new EventSource('/subscribe?topic=news');
                source.onmessage = event => heard.push(event.lastEventId + ' ' + JSON.parse(event.data).log.payload);
                source.addEventListener('end', event => { window.end = JSON.parse(event.data); source.close(); });""");
        until("heard.length == 2");
        int port = web.port();
        web.door.close();
        publish("news", "three");
        try (HttpDoor _ = HttpDoor.open(web.broker, HttpSettings.at("127.0.0.1", port))) {
            until("heard.length >= 3");
            publish("news", "four");
            until("heard.length >= 4");
            assertThat(browser.executeScript("return heard"))
                    .isEqualTo(List.of("news-0:1 one", "news-0:2 two", "news-0:3 three", "news-0:4 four"));
            web.broker.deleteTopic("news");
            until("window.end && end.status == 404 && source.readyState == 2");
        }
    }

    private void show() {
        web.broker.createTopic("orders", 2, Map.of());
        publish("orders", "apple", "<b>pear</b>");
        web.broker.groups().in("billing", group -> {
            group.reset(Map.of(new TopicPartition("orders", 0), CommittedOffset.of(1)));
            return null;
        });
        browser.get(web.address() + "/");
        until("document.querySelectorAll('#groups tbody tr').length > 0");
    }

    @Test
    void thePageShowsWhatThereIsAndWhatComes() {
        show();
        assertThat(browser.findElement(By.id("logs")).getText()).contains("orders-0", "orders-1", "0 to 2");
        assertThat(browser.findElement(By.cssSelector("#groups tbody")).getText()).contains("billing",
                "orders-0 1 2 1 none");
        String lane = "document.querySelector('#logs .lane')";
        assertThat(browser.executeScript("return " + lane + ".getAttribute('aria-label')"))
                .isEqualTo("The last events: apple, <b>pear</b>. The next gets offset 2. billing is at 1, 1 behind");
        publish("orders", "plum");
        until(lane + ".textContent.includes('plum')");
        assertThat(browser.executeScript(
                "return performance.getEntriesByType('resource').filter(it => !it.name.startsWith(location.origin)).length"))
                .as("requests to other sites").isEqualTo(0L);
    }

    @Test
    void theKeyboardIsEnough() {
        show();
        browser.findElement(By.tagName("body")).sendKeys(Keys.TAB);
        assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("pause");
        browser.switchTo().activeElement().sendKeys(Keys.SPACE);
        until("document.getElementById('pause').getAttribute('aria-pressed') == 'true'");
        publish("orders", "plum");
        browser.switchTo().activeElement().sendKeys(Keys.TAB);
        assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("own");
        browser.switchTo().activeElement().sendKeys(Keys.SPACE);
        browser.findElement(By.id("pause")).sendKeys(Keys.ENTER);
        until("document.getElementById('logs').textContent.includes('__consumer_offsets')");
        until("document.querySelector('#logs').textContent.includes('plum')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void aLightAndADarkPageAreAccessible(String scheme) throws IOException {
        browser.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        show();
        assertThat(browser.executeScript("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(scheme.equals("dark") ? "rgb(22, 24, 27)" : "rgb(253, 252, 248)");
        try (InputStream script = BrowserTest.class.getResourceAsStream("/axe.min.js")) {
            browser.executeScript(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(browser.executeAsyncScript(
                """
                        const done = arguments[arguments.length - 1];
                        axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(found => done(found.violations.map(
                            it => it.id + ': ' + it.nodes.map(node => node.target + ' ' + node.failureSummary).join('; '))));"""))
                .isEqualTo(List.of());
    }
}
