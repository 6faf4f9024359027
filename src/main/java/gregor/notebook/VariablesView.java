package gregor.notebook;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The variables of a session whose values can be drawn.
record VariablesView(List<VariableView> views) {
    /// The maximum number of offsets in a drawing.
    static final int WINDOW = 24;

    /// One variable.
    ///
    /// @param logs  a log, or the partitions of a topic
    /// @param rows  a table of groups, its head first; may be empty
    /// @param first the smallest log start offset
    /// @param from  the first offset that is shown
    /// @param last  the largest log end offset
    record VariableView(String variable, String type, List<LogDrawing> logs, List<List<String>> rows, long first,
            long from, long last) {}

    /// Renders the drawings, and each as a table, too.
    String html() {
        return views.stream().map(VariablesView::html).collect(Collectors.joining("\n"));
    }

    /// Describes the variables for the lane of the page, ready to be written as JSON.
    Map<String, Object> event() {
        return Map.of("type", "lane", "html", html(), "sentence", sentence());
    }

    /// Describes all logs in sentences, for screen readers.
    String sentence() {
        return views.stream().flatMap(view -> view.logs().stream().map(LogDrawing::sentence))
                .collect(Collectors.joining(" "));
    }

    private static String html(VariableView view) {
        var text = new StringBuilder(
                "<section class=\"variable\" data-variable=\"%s\" data-first=\"%d\" data-from=\"%d\" data-last=\"%d\" aria-label=\"%s\"><h3><code>%s</code> <span class=\"type\">%s</span></h3>"
                        .formatted(HtmlProse.escape(view.variable()), view.first(), view.from(), view.last(),
                                HtmlProse.escape(view.variable()), HtmlProse.escape(view.variable()),
                                HtmlProse.escape(view.type())));
        for (LogDrawing log : view.logs()) {
            text.append(HtmlParts.figure(log)).append("<p class=\"facts\">").append(HtmlProse.escape(facts(log)))
                    .append("</p>");
        }
        if (!view.rows().isEmpty()) {
            text.append("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"committed offsets of ")
                    .append(HtmlProse.escape(view.variable())).append("\"><table><thead>")
                    .append(row(view.rows().getFirst(), "th scope=\"col\"", "th")).append("</thead><tbody>");
            view.rows().stream().skip(1).forEach(cells -> text.append(row(cells, "td", "td")));
            text.append("</tbody></table></div>");
        }
        if (!view.logs().isEmpty()) {
            text.append("<details class=\"as-text\"><summary>as a table</summary>");
            view.logs().forEach(log -> text.append(LogSvg.table(log)));
            text.append("</details>");
        }
        return text.append("</section>").toString();
    }

    private static String facts(LogDrawing log) {
        String extent = log.start() + " to " + log.end()
                + (log.segments().size() > 1 ? ", " + log.segments().size() + " segments" : "");
        extent += log.highWatermark() < 0 ? "" : ", high watermark " + log.highWatermark();
        return log.facts().isEmpty() ? extent : extent + ", " + log.facts();
    }

    private static String row(List<String> cells, String open, String close) {
        return cells.stream().map(cell -> "<" + open + ">" + HtmlProse.escape(cell) + "</" + close + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }
}
