package gregor.notebook;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Part;
import tools.jackson.databind.JsonNode;

/// An exported notebook.
///
/// @param name of the file
record Export(String name, byte[] bytes) {
    /// Exports a notebook as a page.
    static Export of(Course course, Chapter chapter, JsonNode saved) {
        NotebookDocument document = NotebookDocument.of(chapter.page(), saved);
        return new Export("gregor-" + chapter.name() + ".html",
                html(course, chapter, document).getBytes(StandardCharsets.UTF_8));
    }

    /// Renders one page with all its assets.
    private static String html(Course course, Chapter chapter, NotebookDocument document) {
        var parts = new HtmlParts(new HtmlProse(url -> url.startsWith("http") ? url : ""));
        String body = document.items().stream().map(item -> switch (item) {
            case NotebookDocument.Text text -> parts.part(text.part());
            case NotebookDocument.Code cell -> (cell.question().isEmpty()
                    ? ""
                    : "<p class=\"question\"><strong>Predict:</strong> " + parts.html().line(cell.question()) + "</p>")
                    + "<section class=\"cell\" aria-label=\"cell\"><pre class=\"java\" tabindex=\"0\"><code>"
                    + HtmlProse.java(cell.code()) + "</code></pre>"
                    + HtmlParts.output(cell.output(), cell.failed(),
                            cell.plot().isEmpty() ? "" : PlotFrame.standalone(cell.plot()))
                    + (cell.original() == null || cell.output().isEmpty() ? "" : parts.explanation(cell.original()))
                    + "</section>";
        }).collect(Collectors.joining("\n"));
        String page = new PageTemplate(course, chapter.page().title(), "")
                .page("<article><header class=\"title\"><p class=\"number\">Lesson " + chapter.number()
                        + ", as it was run</p><h1>" + HtmlProse.escape(chapter.page().title()) + "</h1></header>" + body
                        + "</article>");
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
}
