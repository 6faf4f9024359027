package gregor.notebook;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Part;
import gregor.live.LiveScript.LiveCell;

/// What the pages of the site have in addition if their cells run in them.
final class LivePages {
    /// The script with the classes, which TeaVM writes.
    static final String CLASSES = "classes.js";
    /// The script with the buttons.
    static final String CONTROLS = "live.js";
    /// The page that tells which cells run.
    static final String TABLE = "live.html";

    /// The content security policy of a page: scripts come from the folder of the page, and no request leaves it. The
    /// origin of a file is no origin, so files are named, too.
    private static final String POLICY = "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; "
            + "img-src 'self' file: data:; font-src 'self' file:; frame-src 'self' file:; base-uri 'none'; form-action 'none'";

    private LivePages() {}

    /// Adds the policy to a page.
    static String strict(String page) {
        return page.replaceFirst("<head>",
                "<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">");
    }

    /// Reports whether a cell of a lesson is live.
    static boolean runs(Chapter chapter, Map<String, LiveCell> cells) {
        return cells.entrySet().stream()
                .anyMatch(cell -> cell.getKey().startsWith(chapter.number() + "/") && cell.getValue().why().isEmpty());
    }

    /// Marks a rendered cell as live, or says why it is not.
    static String cell(Chapter chapter, Part.Cell cell, String html, Map<String, LiveCell> cells) {
        LiveCell live = cells.get(chapter.number() + "/" + cell.number());
        if (live == null) {
            return html;
        }
        if (live.why().isEmpty()) {
            String literals = live.literals().stream().map(String::valueOf).collect(Collectors.joining(" "));
            return html.replaceFirst("<section ", "<section data-live=\"\" data-literals=\"" + literals + "\" ");
        }
        return html.replaceFirst("</section>$",
                Matcher.quoteReplacement("<p class=\"recorded\">Its output is recorded: " + HtmlProse.escape(live.why())
                        + ". <code>./gregor learn " + chapter.number() + "</code> runs it.</p></section>"));
    }

    /// Renders the table of the cells that are not live, lesson by lesson.
    static String table(Course course, Map<String, LiveCell> cells) {
        var rows = new StringBuilder();
        for (Chapter chapter : course.chapters()) {
            List<Part.Cell> all = chapter.page().cells().stream()
                    .filter(cell -> cells.containsKey(chapter.number() + "/" + cell.number())).toList();
            Map<String, List<Integer>> recorded = all.stream()
                    .collect(Collectors.groupingBy(cell -> cells.get(chapter.number() + "/" + cell.number()).why(),
                            LinkedHashMap::new, Collectors.mapping(Part.Cell::number, Collectors.toList())));
            int live = recorded.getOrDefault("", List.of()).size();
            recorded.remove("");
            String why = recorded.entrySet().stream().map(each -> "cells "
                    + each.getValue().toString().replaceAll("[\\[\\]]", "") + ": " + HtmlProse.escape(each.getKey()))
                    .collect(Collectors.joining("<br>"));
            rows.append("<tr><td><a href=\"%s\">%d. %s</a></td><td>%d of %d</td><td>%s</td></tr>".formatted(
                    Site.name(chapter.file()), chapter.number(), HtmlProse.escape(chapter.page().title()), live,
                    chapter.page().cells().size(),
                    all.isEmpty() ? "it needs files, sockets, servers or threads" : why));
        }
        return "<div class=\"wide\"><table><thead><tr><th scope=\"col\">Lesson</th><th scope=\"col\">Live cells</th>"
                + "<th scope=\"col\">Not live, and why</th></tr></thead><tbody>" + rows + "</tbody></table></div>";
    }
}
