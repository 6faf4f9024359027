package gregor.notebook;

import gregor.lesson.Course;
import java.util.List;
import java.util.stream.Collectors;

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
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="referrer" content="no-referrer">
                <title>%s</title>
                <link rel="icon" href="gregor.svg" type="image/svg+xml">
                %s
                </head>
                <body%s>
                <a class="skip" href="#main">To the text</a>
                <header class="bar"><a class="home" href="index.html">Gregor</a>
                <nav aria-label="Lessons"><ul>
                %s
                </ul></nav></header>
                <main id="main">
                %s
                </main>
                </body>
                </html>
                """.formatted(HtmlProse.escape(title.equals("Gregor") ? title : title + " · Gregor"), links(),
                scripts.isEmpty() ? "" : " class=\"live\"", lessons, body);
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
