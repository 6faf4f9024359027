package gregor.notebook;

import java.util.List;
import java.util.stream.Collectors;

/// What the variables of a session hold, as far as it can be drawn.
record VariablesView(List<VariableView> looks) {
    /// How many events a drawing shows at most.
    static final int WINDOW = 24;

    /// One variable.
    ///
    /// @param strips a log, or the partitions of a topic
    /// @param rows   a table, its head first: the partitions of a group, and how far it is; may be empty
    /// @param first  the first offset that could be shown
    /// @param from   the first offset that is shown
    /// @param last   the end of the longest log
    record VariableView(String variable, String type, List<LogDrawing> strips, List<List<String>> rows, long first,
            long from, long last) {}

    /// As a page shows it: each log drawn, as a table too, and in a sentence.
    String html() {
        return looks.stream().map(VariablesView::html).collect(Collectors.joining("\n"));
    }

    /// All of it in words, for those who listen.
    String sentence() {
        return looks.stream().flatMap(look -> look.strips().stream().map(LogDrawing::sentence))
                .collect(Collectors.joining(" "));
    }

    private static String html(VariableView look) {
        var text = new StringBuilder("<section class=\"look\" data-variable=\"%s\" data-first=\"%d\" data-from=\"%d\" data-last=\"%d\" aria-label=\"%s\"><h3><code>%s</code> <span class=\"type\">%s</span></h3>"
                .formatted(HtmlProse.escape(look.variable()), look.first(), look.from(), look.last(),
                        HtmlProse.escape(look.variable()),
                        HtmlProse.escape(look.variable()), HtmlProse.escape(look.type())));
        for (LogDrawing strip : look.strips()) {
            text.append(HtmlParts.figure(strip)).append("<p class=\"facts\">").append(HtmlProse.escape(facts(strip)))
                    .append("</p>");
        }
        if (!look.rows().isEmpty()) {
            text.append("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"bookmarks of ")
                    .append(HtmlProse.escape(look.variable()))
                    .append("\"><table><thead>").append(row(look.rows().getFirst(), "th scope=\"col\"", "th"))
                    .append("</thead><tbody>");
            look.rows().stream().skip(1).forEach(cells -> text.append(row(cells, "td", "td")));
            text.append("</tbody></table></div>");
        }
        if (!look.strips().isEmpty()) {
            text.append("<details class=\"as-text\"><summary>as a table</summary>");
            look.strips().forEach(strip -> text.append(LogSvg.table(strip)));
            text.append("</details>");
        }
        return text.append("</section>").toString();
    }

    private static String facts(LogDrawing strip) {
        String extent = strip.start() + " to " + strip.end()
                + (strip.segments().size() > 1 ? ", " + strip.segments().size() + " segments" : "");
        extent += strip.highWatermark() < 0 ? "" : ", high watermark " + strip.highWatermark();
        return strip.facts().isEmpty() ? extent : extent + ", " + strip.facts();
    }

    private static String row(List<String> cells, String open, String close) {
        return cells.stream().map(cell -> "<" + open + ">" + HtmlProse.escape(cell) + "</" + close + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }
}
