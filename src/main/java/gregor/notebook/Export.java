package gregor.notebook;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Page;
import gregor.lesson.Part;
import gregor.list.Utf8;
import tools.jackson.databind.JsonNode;

/// An exported notebook.
///
/// @param name of the file
record Export(String name, byte[] bytes) {
    /// @param saved as the page saves it: parts of the lesson, by their index, and cells with the learner's code
    static Export of(Course course, Chapter chapter, JsonNode saved) {
        Page lesson = chapter.page();
        var parts = new HtmlParts(new HtmlProse(url -> url.startsWith("http") ? url : ""));
        String body = saved.path("items").valueStream()
                .map(item -> item.has("cell") ? cell(parts, lesson, item) : part(parts, lesson, item))
                .collect(Collectors.joining("\n"));
        String page = PageTemplate.page(course, lesson.title(), "", false,
                "<article><header class=\"title\"><p class=\"number\">Lesson " + chapter.number()
                        + ", as it was run</p><h1>" + HtmlProse.escape(lesson.title()) + "</h1></header>" + body
                        + "</article>");
        String whole = page.replaceFirst("(?s)<header class=\"bar\">.*?</header>", "")
                .replaceFirst("<link rel=\"icon\"[^>]*>\n?", "")
                .replace("<link rel=\"stylesheet\" href=\"gregor.css\">", "<style>" + style() + "</style>");
        return new Export("gregor-" + chapter.name() + ".html", Utf8.bytes(whole));
    }

    /// Renders a part; none if the lesson has changed since and has no such part.
    private static String part(HtmlParts parts, Page lesson, JsonNode item) {
        int index = item.path("part").asInt(-1);
        return index < 0 || index >= lesson.parts().size() || lesson.parts().get(index) instanceof Part.Cell
                ? ""
                : parts.part(lesson.parts().get(index));
    }

    private static String cell(HtmlParts parts, Page lesson, JsonNode item) {
        int number = item.path("number").asInt(0);
        Part.Cell original = number < 1 || number > lesson.cells().size() ? null : lesson.cells().get(number - 1);
        String output = item.path("output").asString("");
        String plot = item.path("plot").asString("");
        return (original == null ? "" : parts.question(original)) + "<section class=\"cell\" aria-label=\"cell\">"
                + HtmlParts.java(item.path("code").asString(""))
                + HtmlParts.output(output, item.path("failed").asBoolean(false), PlotFrame.standalone(plot))
                + (original == null || output.isEmpty() ? "" : parts.explanation(original)) + "</section>";
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
