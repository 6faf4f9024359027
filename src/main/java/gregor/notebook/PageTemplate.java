package gregor.notebook;

import module java.base;

import gregor.lesson.Course;

/// The frame of each page: head, list of lessons, foot.
///
/// @param current the name of the page's lesson; may be empty
/// @param styles  the style sheets
/// @param scripts the scripts; those that end with `.mjs` are modules
record PageTemplate(Course course, String title, String current, List<String> styles, List<String> scripts) {
    PageTemplate(Course course, String title, String current) {
        this(course, title, current, List.of("gregor.css"), List.of());
    }

    /// Renders a page.
    String page(String body) {
        String lessons = course.chapters().stream()
                .map(chapter -> "<li><a href=\"%s\"%s><span class=\"number\">%d</span> %s</a></li>".formatted(
                        Site.name(chapter.file()), chapter.name().equals(current) ? " aria-current=\"page\"" : "",
                        chapter.number(), chapter.name()))
                .collect(Collectors.joining("\n"));
        return Asset.text("page.html").formatted(HtmlProse.escape(title.equals("Gregor") ? title : title + " · Gregor"),
                links(), scripts.isEmpty() ? "" : " class=\"live\"", lessons, body);
    }

    private String links() {
        return styles.stream().map(style -> "<link rel=\"stylesheet\" href=\"" + style + "\">")
                .collect(Collectors.joining("\n"))
                + scripts.stream()
                        .map(script -> "\n<script src=\"" + script + "\" "
                                + (script.endsWith(".mjs") ? "type=\"module\"" : "defer") + "></script>")
                        .collect(Collectors.joining());
    }
}
