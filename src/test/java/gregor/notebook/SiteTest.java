package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.Part;
import gregor.list.Sample;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The site has all that the lessons have, and asks for nothing from outside.
class SiteTest {
    private static final Course COURSE = Course.of(Sample.home());
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");
    @TempDir
    private static Path folder;
    private static final Map<String, String> PAGES = new HashMap<>();

    @BeforeAll
    static void write() throws IOException {
        for (Path file : new Site(COURSE).write(folder)) {
            if (file.toString().endsWith(".html")) {
                PAGES.put(file.getFileName().toString(), Files.readString(file));
            }
        }
    }

    @Test
    void everyLinkLeadsSomewhere() {
        PAGES.forEach((name, text) -> assertThat(faults(name, text)).as(name).isEmpty());
        assertThat(faults("planted", "<a href=\"14-nowhere.html\">")).hasSize(1);
        assertThat(faults("planted", "<script src=\"https://cdn.example/x.js\">")).hasSize(1);
        assertThat(faults("planted", "<a href=\"index.html#nowhere\">")).hasSize(1);
    }

    private static List<String> faults(String name, String text) {
        var faults = new ArrayList<String>();
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            String to = reference.group(1);
            boolean isLink = text.startsWith("<a ", reference.start() - 3);
            String file = to.replaceFirst("#.*", "");
            String page = file.isEmpty() ? text : PAGES.getOrDefault(file, "");
            if (to.startsWith("http")
                    ? !isLink
                    : !file.isEmpty() && !Files.exists(folder.resolve(file))
                            || to.contains("#") && !file.equals(PlotFrame.PAGE)
                                    && !page.contains("id=\"" + to.replaceFirst(".*#", "") + "\"")) {
                faults.add(name + ": " + to);
            }
        }
        return faults;
    }

    @Test
    void theStyleSheetAsksForNothingFromOutside() {
        assertThat(Asset.text("gregor.css")).doesNotContain("http", "@import");
    }

    @Test
    void idsAreUniqueOnAPage() {
        PAGES.forEach((name, text) -> {
            var seen = new HashSet<String>();
            assertThat(ID.matcher(text).results().map(id -> id.group(1)).filter(id -> !seen.add(id))).as(name)
                    .isEmpty();
        });
    }

    @Test
    void everyCellHasItsCodeAndItsOutput() {
        for (Chapter chapter : COURSE.chapters()) {
            String page = PAGES.get(Site.name(chapter.file()));
            for (Part.Cell cell : chapter.page().cells()) {
                assertThat(page).contains("id=\"cell-" + cell.number() + "\"");
                assertThat(plain(page)).as(chapter.name() + " cell " + cell.number())
                        .contains(plain(HtmlProse.escape(cell.code())))
                        .contains(plain(HtmlProse.escape(cell.expected())));
            }
        }
    }

    private static String plain(String page) {
        return page.replaceAll("<[^>]*>", "");
    }

    @Test
    void theAnswerToAPredictionIsFolded() {
        String page = PAGES.get("03-deque.html");
        String cell = page.substring(page.indexOf("How many events does the log hold after the 21st append?"));
        assertThat(cell.indexOf("<details")).isLessThan(cell.indexOf("==&gt; 11")).isPositive();
    }

    @Test
    void proseKeepsItsTablesListsAndLinks() {
        var html = new HtmlProse(url -> url);
        assertThat(html.text("A *bold* and _slanted_ `code<T>` & xref:03-deque.adoc[page].\nNext line."))
                .isEqualTo("<p>A <strong>bold</strong> and <em>slanted</em> <code>code&lt;T&gt;</code> &amp; "
                        + "<a href=\"03-deque.adoc\">page</a>. Next line.</p>");
        assertThat(html.text("|===\n| a | b\n\n| 1 | `x`\n|===")).contains("<th scope=\"col\">a</th>",
                "<td><code>x</code></td>");
        assertThat(html.text("* one\n* two `2`")).contains("<li>one</li>", "<li>two <code>2</code></li>");
        assertThat(html.text("== A Heading\n\ntext")).contains("<h2 id=\"a-heading\">A Heading</h2>");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> new Site(COURSE).write(file)).isInstanceOf(LessonException.class)
                .hasMessageContaining("choose another folder with --out");
    }
}
