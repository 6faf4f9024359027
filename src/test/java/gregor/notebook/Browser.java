package gregor.notebook;

import module java.base;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/// A browser without a screen: Debian's Chromium.
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Path profile;
    private final Path downloads;
    private final ChromeDriver driver;

    /// It misses a protocol that is not used here. A field, since a logger without references loses its level.
    private static final Logger LIBRARY = Logger.getLogger("org.openqa.selenium");

    Browser() {
        LIBRARY.setLevel(Level.SEVERE);
        try {
            profile = Files.createTempDirectory("gregor-browser");
            downloads = Files.createDirectory(profile.resolve("downloads"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var options = new ChromeOptions();
        options.setBinary(found("GREGOR_CHROMIUM", "/usr/bin/chromium"));
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
                "--window-size=1400,1000", "--user-data-dir=" + profile.resolve("profile"));
        options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString(),
                "profile.default_content_setting_values.automatic_downloads", 1));
        System.setProperty("webdriver.chrome.driver", found("GREGOR_CHROMEDRIVER", "/usr/bin/chromedriver"));
        driver = new ChromeDriver(options);
    }

    private static String found(String variable, String usual) {
        String path = System.getenv().getOrDefault(variable, usual);
        if (!Files.isExecutable(Path.of(path))) {
            throw new AssertionError("these tests drive a browser, and there is no " + path
                    + ": apt install chromium chromium-driver, or say with " + variable + " where it is");
        }
        return path;
    }

    ChromeDriver driver() {
        return driver;
    }

    void open(String address) {
        driver.get(address);
    }

    Object script(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    boolean isVisible(String selector) {
        return Boolean.TRUE
                .equals(script("return document.querySelector(arguments[0])?.checkVisibility() ?? false", selector));
    }

    String text(String selector) {
        return String.valueOf(script("return document.querySelector(arguments[0])?.textContent", selector));
    }

    void click(String selector) {
        script("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector);
        driver.findElement(By.cssSelector(selector)).click();
    }

    /// Opens a lesson, and waits until its cells can run.
    void openLesson(String address) {
        open(address);
        await("a session", () -> "true".equals(script("return document.body.dataset.ready")));
    }

    String state(int cell) {
        return String.valueOf(script("return document.getElementById('cell-' + arguments[0]).dataset.state", cell));
    }

    String output(int cell) {
        return String.valueOf(script("return document.getElementById('cell-' + arguments[0]).cell.output", cell));
    }

    String code(int cell) {
        return String.valueOf(script("return document.getElementById('cell-' + arguments[0]).cell.code", cell));
    }

    void awaitState(int cell, String state) {
        await("cell " + cell + " " + state, () -> state(cell).equals(state));
    }

    void type(int cell, String code) {
        script("document.getElementById('cell-' + arguments[0]).cell.editor.execCommand('selectAll'); "
                + "document.getElementById('cell-' + arguments[0]).cell.editor.replaceSelection(arguments[1])", cell,
                code);
    }

    /// Presses the button where it is: the output of the cell before may move it away from under a mouse.
    void run(int cell) {
        script("document.querySelector('#cell-' + arguments[0] + ' .run').click()", cell);
    }

    /// Waits until the page has saved what is in it.
    void saved() {
        script("delete document.body.dataset.saved; const book = document.querySelector('.cell').cell.book; book.unsaved = true; book.saveNow()");
        await("the save", () -> script("return document.body.dataset.saved") != null);
    }

    /// What the keyboard sends to where the focus is.
    void keys(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void chord(Keys held, CharSequence key) {
        driver.switchTo().activeElement().sendKeys(Keys.chord(held, key));
    }

    /// Waits until something is so.
    void await(String what, Supplier<Boolean> so) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!so.get()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not come; the page says:\n" + text("#main")
                        + "\nand its console: " + driver.manage().logs().get("browser").getAll());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What axe-core finds: whatever breaks WCAG 2.2, levels A and AA.
    List<?> violations() {
        script(Asset.text("/axe.min.js"));
        return (List<?>) driver.executeAsyncScript(
                """
                        const done = arguments[arguments.length - 1];
                        axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
                          .then(found => done(found.violations.map(each => each.id + ': ' + each.nodes.slice(0, 3).map(node => node.html + ' ' + node.failureSummary).join(' | '))));
                        """);
    }

    /// Shows pages in a colour scheme, in a window of a width in pixels.
    void view(String scheme, int width) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 844, "deviceScaleFactor", 1, "mobile", false));
    }

    /// Ends [#view].
    void usualView() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    Path downloads() {
        return downloads;
    }

    void picture(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // what is left lies in the folder for what may be thrown away
        }
    }
}
