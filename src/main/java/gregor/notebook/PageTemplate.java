package gregor.notebook;

import module java.base;

import gregor.lesson.Course;

/// The frame of each page: head, list of lessons, foot.
final class PageTemplate {
    private static final List<String> STYLES = List.of("codemirror.css", "show-hint.css", "notebook.css");
    private static final List<String> SCRIPTS = List.of("codemirror.js", "clike.js", "matchbrackets.js",
            "closebrackets.js", "show-hint.js", "lane.js");

    private PageTemplate() {}

    /// @param current the name of the page's lesson; may be empty
    /// @param live    whether the page has editors
    static String page(Course course, String title, String current, boolean live, String body) {
        String lessons = course.chapters().stream()
                .map(chapter -> "<li><a href=\"%s\"%s><span class=\"number\">%d</span> %s</a></li>".formatted(
                        Site.name(chapter.file()), chapter.name().equals(current) ? " aria-current=\"page\"" : "",
                        chapter.number(), chapter.name()))
                .collect(Collectors.joining("\n"));
        return Asset.text("page.html").formatted(HtmlProse.escape(title.equals("Gregor") ? title : title + " · Gregor"),
                live ? editors() : "", live ? " class=\"live\"" : "", lessons, body);
    }

    private static String editors() {
        return STYLES.stream().map("<link rel=\"stylesheet\" href=\"%s\">\n"::formatted).collect(Collectors.joining())
                + SCRIPTS.stream().map("<script src=\"%s\" defer></script>\n"::formatted).collect(Collectors.joining())
                + "<script src=\"notebook.mjs\" type=\"module\"></script>";
    }
}
