package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every link of a page has a target.
class LinksTest {
    private static final Pattern LINK = Pattern.compile("(?:link|xref|image):{1,2}([^\\[\\s]+)\\[");

    @Test
    void allLinksLeadSomewhere() throws IOException {
        var pages = new ArrayList<Path>();
        for (String folder : List.of(".", "lessons", "data")) {
            try (Stream<Path> files = Files.list(Here.COURSE.home().resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".adoc")).forEach(pages::add);
            }
        }
        assertThat(pages).hasSizeGreaterThan(5);
        assertThat(dead(pages)).isEmpty();
    }

    @Test
    void theReadmeListsEveryLessonAsItIs() throws IOException {
        String readme = Files.readString(Here.COURSE.home().resolve("README.adoc"));
        for (Chapter chapter : Here.COURSE.chapters()) {
            assertThat(readme).contains("| %d | xref:lessons/%s[%s] | %s".formatted(chapter.number(),
                    chapter.file().getFileName(), chapter.page().title(), chapter.page().concept()));
        }
    }

    @Test
    void everyInDepthPageIsLinkedFromItsLesson() throws IOException {
        for (Chapter chapter : Here.COURSE.chapters()) {
            for (Path page : chapter.inDepth()) {
                assertThat(Files.readString(chapter.file())).contains("xref:" + page.getFileName());
            }
        }
    }

    @Test
    void aDeadLinkIsFound(@TempDir Path folder) throws IOException {
        Path page = Files.writeString(folder.resolve("page.adoc"),
                "A xref:page.adoc[live] one, a link:gone.adoc[dead] one, and an image::none.png[].\n");
        assertThat(dead(List.of(page))).containsExactly("page.adoc: gone.adoc", "page.adoc: none.png");
    }

    private static List<String> dead(List<Path> pages) throws IOException {
        var dead = new ArrayList<String>();
        for (Path page : pages) {
            LINK.matcher(Files.readString(page)).results().map(link -> link.group(1))
                    .filter(target -> !target.startsWith("http")).map(target -> target.replaceFirst("#.*", ""))
                    .filter(target -> !target.isEmpty() && !Files.exists(page.resolveSibling(target)))
                    .forEach(target -> dead.add(page.getFileName() + ": " + target));
        }
        return dead;
    }
}
