package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

/// No tab hangs, no work is lost, and the lane is true, whatever a learner does.
class NotebookWorkTest extends BrowserTest {
    private static final String BOOK = "document.querySelector('.cell').cell.book";

    private static String inNewTab(String lesson) {
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.open(base + "/" + Site.name(course.chapter(lesson).file()));
        return browser.driver().getWindowHandle();
    }

    private static void closeTabsExcept(String first) {
        for (String tab : List.copyOf(browser.driver().getWindowHandles())) {
            if (!tab.equals(first)) {
                browser.driver().switchTo().window(tab);
                browser.driver().close();
            }
        }
        browser.driver().switchTo().window(first);
    }

    private static List<String> problems() {
        return browser.driver().manage().logs().get("browser").getAll().stream().map(Object::toString).toList();
    }

    @Test
    void twelveTabsRunTheirCells() throws IOException {
        open("list");
        String first = browser.driver().getWindowHandle();
        var tabs = new ArrayList<>(List.of(first));
        List<String> lessons = course.chapters().stream().map(chapter -> chapter.name())
                .filter(name -> !name.equals("list")).limit(11).toList();
        lessons.forEach(lesson -> tabs.add(inNewTab(lesson)));
        for (int i = 0; i < tabs.size(); i++) {
            browser.driver().switchTo().window(tabs.get(i));
            browser.await("tab " + i, () -> "true".equals(browser.script("return document.body.dataset.ready")));
            if (i % 4 == 3) {
                browser.type(1, "6 * 7");
                browser.run(1);
                browser.awaitState(1, "fresh");
                assertThat(browser.output(1)).isEqualTo("==> 42");
            }
            closeSession();
        }
        closeTabsExcept(first);
    }

    @Test
    void aSecondTabOffersToTakeTheLessonOver() throws IOException {
        open("list");
        browser.type(1, "int mine = 41;");
        browser.run(1);
        browser.awaitState(1, "fresh");
        browser.type(2, "mine + 1");
        String first = browser.driver().getWindowHandle();
        inNewTab("list");
        browser.await("the news", () -> browser.text(".elsewhere").contains("open in another tab"));
        assertThat(browser.violations()).isEmpty();
        browser.click(".elsewhere button");
        browser.await("the work", () -> "mine + 1".equals(browser.code(2)));
        browser.run(2);
        browser.awaitState(2, "fresh");
        assertThat(browser.output(2)).isEqualTo("==> 42");
        String second = browser.driver().getWindowHandle();
        browser.driver().switchTo().window(first);
        browser.await("the news", () -> browser.text(".elsewhere").contains("open in another tab"));
        browser.click(".elsewhere button");
        browser.awaitState(2, "fresh");
        assertThat(browser.output(2)).isEqualTo("==> 42");
        browser.driver().switchTo().window(second);
        browser.await("the news", () -> browser.isVisible(".elsewhere"));
        closeTabsExcept(first);
    }

    @Test
    void copiesOfEarlierVersionsAreSnapshots() throws IOException {
        Path copy = home.resolve("my/notebook/deque-2.json");
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, "{\"items\": []}");
        open("deque");
        assertThat(copy).doesNotExist();
        assertThat(home.resolve("my/notebook/deque.snapshots/second tab 2.json")).exists();
    }

    @Test
    void whatIsTypedIntoAnExerciseIsSaved() {
        String page = base + "/02-producer-exercises.html";
        browser.open(page);
        if (!browser.isVisible(".exercise .CodeMirror")) {
            browser.click(".exercise-tools button");
        }
        browser.await("the file", () -> browser.isVisible(".exercise.open .CodeMirror"));
        browser.script("const editor = document.querySelector('.exercise .CodeMirror').CodeMirror; "
                + "editor.setValue(editor.getValue() + '// typed, never run')");
        browser.open("about:blank");
        browser.open(page);
        browser.await("the file", () -> String
                .valueOf(
                        browser.script("return document.querySelector('.exercise .CodeMirror')?.CodeMirror.getValue()"))
                .endsWith("// typed, never run"));
    }

    @Test
    void theEndOfARunShowsItsOutputAndTheNextParagraph() throws IOException {
        open("list");
        browser.type(1, "for (int i = 0; i < 200; i++) System.out.println(i);");
        browser.script("document.querySelector('#cell-1').cell.focusEditor()");
        long before = (Long) browser.script("return Math.round(scrollY)");
        browser.chord(Keys.SHIFT, Keys.ENTER);
        browser.awaitState(1, "fresh");
        browser.await("the focus", () -> Boolean.TRUE
                .equals(browser.script("return document.activeElement.previousElementSibling?.id === 'cell-1'")));
        assertThat((Long) browser.script("return Math.round(scrollY)") - before).isLessThan(1200);
        assertThat(browser.script("return document.activeElement !== document.body")).isEqualTo(true);
    }

    @Test
    void aCellIsMovedAddedRestoredAndDeletedByMouse() throws IOException {
        open("list");
        browser.type(2, "1");
        menu(2, "Original code");
        assertThat(browser.code(2)).isNotEqualTo("1");
        menu(2, "Move up");
        menu(2, "New cell below");
        assertThat(browser.script("return document.activeElement.className")).asString().contains("cell");
        menu(3, "Delete");
        assertThat(browser.script("return document.querySelector('#cell-3')")).isNull();
        browser.script(BOOK + ".undoLast()");
        assertThat(browser.script("return !!document.querySelector('#cell-3')")).isEqualTo(true);
    }

    private static void menu(int cell, String entry) {
        browser.click("#cell-" + cell + " .menu > summary");
        browser.script("[...document.querySelectorAll('#cell-' + arguments[0] + ' .menu button')]"
                + ".find(each => each.textContent === arguments[1]).click()", cell, entry);
    }

    @Test
    void aCellReadsALineAndRunBecomesStop() throws IOException {
        open("list");
        browser.type(1, "\"Hello \" + new Scanner(System.in).nextLine()");
        browser.run(1);
        browser.await("the line", () -> browser.isVisible("#cell-1 form.input"));
        assertThat(browser.text("#cell-1 .run")).isEqualTo("Stop");
        browser.script("document.querySelector('#cell-1 form.input input').focus()");
        browser.keys("Grete", Keys.ENTER);
        browser.awaitState(1, "fresh");
        assertThat(browser.output(1)).isEqualTo("==> \"Hello Grete\"");
        browser.type(2, "System.out.println(\"\\u001b[31mred\\u001b[0m plain\");");
        browser.run(2);
        browser.awaitState(2, "fresh");
        assertThat(browser.text("#cell-2 .ansi-31")).isEqualTo("red");
        browser.type(3, "while (true) { }");
        browser.run(3);
        browser.awaitState(3, "running");
        browser.run(3);
        browser.awaitState(3, "interrupted");
    }

    @Test
    void theFirstCellIsAFewTabsAway() throws IOException {
        open("list");
        browser.script("document.querySelector('.skip').focus()");
        browser.keys(Keys.ENTER);
        int tabs = 0;
        while (!"run".equals(browser.script("return document.activeElement.className")) && tabs < 30) {
            browser.keys(Keys.TAB);
            tabs++;
        }
        assertThat(tabs).isLessThan(9);
    }

    @Test
    void theHomePageKnowsWhereTheLearnerIs() throws IOException {
        open("list");
        browser.run(1);
        browser.awaitState(1, "fresh");
        browser.await("progress", () -> {
            browser.open(base + "/");
            return browser.text(".resume").contains("Continue with lesson 1")
                    && browser.text(".ladder").contains("cell 2 of");
        });
        assertThat(browser.violations()).isEmpty();
    }

    @Test
    void noViewIsCutAtAnyWidth() throws IOException {
        open("list");
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(1440, 1024, 390)) {
                browser.view(scheme, width);
                assertThat((Long) browser.script("return document.documentElement.scrollWidth - innerWidth"))
                        .as(scheme + " " + width).isLessThanOrEqualTo(0);
                assertThat(browser.violations()).as(scheme + " " + width).isEmpty();
                assertThat(browser.isVisible(".lane")).as("an empty lane at " + width).isFalse();
            }
        }
        browser.usualView();
    }

    @Test
    void theSiteIsSearchedWithoutAServer(@TempDir Path folder) {
        new Site(course).write(folder);
        browser.open(folder.resolve("index.html").toUri().toString());
        browser.click(".search input");
        browser.keys("tombstone compaction");
        browser.await("a result", () -> browser.text(".search ul").toLowerCase(Locale.ROOT).contains("tombstone"));
        browser.keys("zzz");
        browser.await("none", () -> browser.text(".search ul").equals("Nothing found."));
        assertThat(browser.violations()).isEmpty();
        browser.open(folder.resolve("11-archive.html").toUri().toString());
        assertThat(browser.text(".title .steps")).contains("← 10. ", "12. ", " →");
        assertThat(browser.isVisible(".toc") && browser.isVisible(".plot svg")).isTrue();
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        assertThat(browser.script("return getComputedStyle(document.querySelector('.cell pre')).whiteSpace"))
                .as("long lines in print").isEqualTo("pre-wrap");
        assertThat(browser.isVisible(".bar")).isFalse();
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
        browser.open(base + "/");
    }

    @Test
    void namesAreCompletedInAnExercise() {
        browser.open(base + "/02-producer-exercises.html");
        if (!browser.isVisible(".exercise .CodeMirror")) {
            browser.click(".exercise-tools button");
        }
        browser.await("the file", () -> browser.isVisible(".exercise.open .CodeMirror"));
        String file = "const file = document.querySelector('.exercise .CodeMirror').CodeMirror; ";
        browser.script(file
                + "file.setValue('package gregor.producer;\\nimport gregor.list.*;\\nfinal class Producer {\\n"
                + "    private final Log log = new ListLog();\\n    void send() {\\n        log.app\\n    }\\n}\\n'); "
                + "file.focus(); file.setCursor(5, 15)");
        browser.keys(Keys.TAB);
        browser.await("a method of the lesson's own log",
                () -> browser.script(file + "return file.getLine(5)").equals("        log.append("));
        browser.script(file + "file.setCursor(5, 0)");
        browser.keys(Keys.TAB);
        assertThat(browser.script(file + "return file.getLine(5)")).asString().startsWith("            ");
    }

    @Test
    void theStreamIsClosedWhileAllTabsAreHidden() throws IOException {
        open("list");
        browser.type(1, "int kept = 41;");
        browser.run(1);
        browser.awaitState(1, "fresh");
        hide(true);
        browser.await("the end of the stream", () -> !notebook.isWatched());
        hide(false);
        browser.await("the stream", () -> notebook.isWatched());
        browser.type(2, "kept + 1");
        browser.run(2);
        browser.awaitState(2, "fresh");
        assertThat(browser.output(2)).isEqualTo("==> 42");
    }

    /// Tells the page that it is hidden or shown; a browser without a screen hides no tab.
    private static void hide(boolean hidden) {
        browser.script("Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true}); "
                + "document.dispatchEvent(new Event('visibilitychange'))", hidden);
    }

    /// Clicks, types and reloads at random; the seed repeats it. The lane shows what the objects say, and nothing typed
    /// is lost. An hour with `-Dgregor.prove=true`; `-Dgregor.clicking` gives other seconds.
    @Test
    void nothingIsLostByClickingAtRandom() throws IOException {
        boolean proves = Boolean.getBoolean("gregor.prove");
        long seed = Long.getLong("gregor.seed", proves ? System.nanoTime() : 7);
        long begin = System.nanoTime();
        long end = begin + Duration.ofSeconds(Long.getLong("gregor.clicking", proves ? 3600 : 25)).toNanos();
        var random = new Random(seed);
        begin();
        int compared = 0;
        for (int step = 0; step < (proves ? 1_000_000 : 60) && System.nanoTime() < end; step++) {
            String place = "seed " + seed + ", step " + step;
            String typed = act(random, step);
            assertThat(problems()).as(place).isEmpty();
            if (typed != null) {
                assertThat(browser.code(2)).as(place).isEqualTo(typed);
            }
            if (step % 12 == 11) {
                compareTheLane(place, random);
                compared++;
            }
        }
        assertThat(compared).isPositive();
        System.out.printf("NotebookWorkTest: %d s of random clicks with seed %d, the lane compared %d times%n",
                (System.nanoTime() - begin) / 1_000_000_000, seed, compared);
    }

    private static void begin() throws IOException {
        open("list");
        browser.script(BOOK + ".order().forEach(cell => cell.answered || cell.skip())");
        problems();
    }

    /// Starts over, changes a log and a consumer at random, and compares what the lane shows with what they say.
    private static void compareTheLane(String place, Random random) throws IOException {
        begin();
        run(1, "import gregor.deque.*; import gregor.list.*; import gregor.list.Consumer; var log = new DequeLog(); var c = new Consumer(\"C\", log);");
        int events = 1 + random.nextInt(60);
        run(2, "for (int i = 0; i < " + events + "; i++) log.append(Event.of(\"r\" + i)); log.deleteBefore("
                + random.nextInt(events) + "); c.seek(log.start() + " + random.nextInt(events)
                + " % (log.end() - log.start() + 1));");
        run(3, "log.start() + \" \" + log.end() + \" \" + c.position()");
        String[] objects = browser.output(3).replaceAll("==> |\"", "").split(" ");
        browser.script("const range = document.getElementById('history'); range.value = range.max; "
                + "range.dispatchEvent(new Event('input'))");
        String extent = objects[0].equals(objects[1])
                ? "empty, the next offset is " + objects[1]
                : "offsets " + objects[0] + " to " + (Long.parseLong(objects[1]) - 1) + ", the next is " + objects[1];
        browser.await(place + ": " + extent, () -> browser.text(".lane [data-variable=log]").contains(extent));
        assertThat(browser.text(".lane [data-variable=log]")).as(place)
                .containsPattern("C(\\(| )" + objects[2] + "\\b");
        double off = ((Number) browser.script(ARROW_TO_BOX, objects[2])).doubleValue();
        assertThat(off).as(place + ": the arrow is below the offset " + objects[2]).isLessThan(12);
    }

    /// The distance in pixels between the arrow of the only consumer and the number of an offset; 0 without an arrow.
    private static final String ARROW_TO_BOX = """
            const log = document.querySelector('.lane [data-variable=log] svg');
            const arrow = log.querySelector('path.read')?.getBoundingClientRect();
            if (!arrow) return 0;
            const number = [...log.querySelectorAll('text.offset')].find(each => each.textContent === arguments[0]).getBoundingClientRect();
            const box = [...log.querySelectorAll('rect')].map(each => each.getBoundingClientRect()).find(each => each.left <= number.left && each.right >= number.right);
            return Math.abs(arrow.left + arrow.width / 2 - (box ? box.left + 10 : number.left + number.width / 2));
            """;

    private static void run(int cell, String code) {
        browser.type(cell, code);
        browser.run(cell);
        browser.awaitState(cell, "fresh");
    }

    /// Returns the text of cell 2 if that is checked.
    private static String act(Random random, int step) {
        switch (random.nextInt(8)) {
            case 0 -> {
                String text = "log.append(Event.of(\"e" + step + "\"))";
                browser.type(2, text);
                reload("list");
                return text;
            }
            case 1 -> browser.run(1 + random.nextInt(3));
            case 2 -> browser.script(BOOK + ".stop()");
            case 3 -> browser.script(BOOK + ".insert(" + BOOK + ".order()[0], false)");
            case 4 -> browser.script("const all = " + BOOK + ".order().filter(cell => !cell.number); if (all.length) "
                    + BOOK + ".remove(all[0])");
            case 5 -> browser.script(BOOK + ".runAll(cell => cell.number && cell.number < 4)");
            case 6 -> browser.script("const range = document.getElementById('history'); range.value = arguments[0] % "
                    + "(Number(range.max) + 1); range.dispatchEvent(new Event('input'))", step);
            default -> browser.script(BOOK + ".undoLast()");
        }
        return null;
    }
}
