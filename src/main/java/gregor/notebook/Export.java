package gregor.notebook;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Part;
import gregor.lesson.Session;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A notebook as a file for elsewhere.
///
/// @param name what to call it
record Export(String name, byte[] bytes) {
    /// Writes a notebook.
    ///
    /// @param as `html`, `jsh`, `java` or `ipynb`
    static Export of(Course course, Room room, JsonNode saved, String as) {
        Chapter chapter = room.chapter();
        Document document = Document.of(chapter.page(), saved);
        String text = switch (as) {
            case "html" -> html(course, chapter, document);
            case "jsh" -> jsh(chapter, document);
            case "java" -> {
                Session session = room.idle();
                yield JavaFile.of(chapter.page().title(), document, session == null ? List.of() : session.variables());
            }
            case "ipynb" -> Ipynb.write(chapter.page(), document);
            default -> throw new Gate.Refused(404, "a notebook can be html, jsh, java or ipynb, not " + as);
        };
        String name = as.equals("java") ? "Notebook" : "gregor-" + chapter.name();
        return new Export(name + "." + as, text.getBytes(StandardCharsets.UTF_8));
    }

    /// One page that needs nothing beside it.
    private static String html(Course course, Chapter chapter, Document document) {
        var parts = new Parts(new Html(url -> url.startsWith("http") ? url : ""));
        String body = document.items().stream().map(item -> switch (item) {
            case Document.Text text -> parts.part(text.part());
            case Document.Code cell -> (cell.question().isEmpty() ? ""
                    : "<p class=\"question\"><strong>Predict:</strong> " + parts.html().line(cell.question()) + "</p>")
                    + "<section class=\"cell\" aria-label=\"cell\"><pre class=\"java\" tabindex=\"0\"><code>"
                    + Html.java(cell.code()) + "</code></pre>"
                    + Parts.output(cell.output(), cell.failed(), cell.plot().isEmpty() ? "" : Plot.whole(cell.plot()))
                    + "</section>";
        }).collect(Collectors.joining("\n"));
        String page = new Frame(course, chapter.page().title(), "")
                .page("<article><header class=\"title\"><p class=\"number\">Lesson " + chapter.number()
                + ", as it was run</p><h1>" + Html.escape(chapter.page().title()) + "</h1></header>"
                + body + "</article>");
        return page.replaceFirst("(?s)<header class=\"bar\">.*?</header>", "")
                .replaceFirst("<link rel=\"icon\"[^>]*>\n?", "")
                .replace("<link rel=\"stylesheet\" href=\"gregor.css\">", "<style>" + style() + "</style>");
    }

    private static String style() {
        String style = Asset.text("gregor.css");
        for (String font : Asset.SITE) {
            if (font.endsWith(".woff2")) {
                style = style.replace("url(" + font + ")",
                        "url(data:font/woff2;base64," + Base64.getEncoder().encodeToString(Asset.bytes(font)) + ")");
            }
        }
        return style;
    }

    private static String jsh(Chapter chapter, Document document) {
        var script = new StringBuilder("// " + chapter.page().title() + "\n");
        for (Document.Item item : document.items()) {
            switch (item) {
                case Document.Text(Part.Prose prose) -> prose.adoc().lines().filter(line -> line.startsWith("=="))
                        .forEach(line -> script.append("\n// ").append(line).append('\n'));
                case Document.Text text -> { }
                case Document.Code cell -> script.append('\n')
                        .append(cell.question().isEmpty() ? "" : "// " + cell.question() + "\n")
                        .append(cell.code()).append('\n');
            }
        }
        return script.toString();
    }
}
