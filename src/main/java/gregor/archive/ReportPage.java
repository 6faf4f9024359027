package gregor.archive;

import gregor.archive.ArchiveSummary.Count;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// The HTML page of an [ArchiveReport], in one file.
public final class ReportPage {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private ReportPage() {}

    static String of(ArchiveSummary summary, List<String> sentences, List<Chart> charts) {
        var figures = new StringBuilder();
        var scripts = new StringBuilder();
        for (int i = 0; i < charts.size(); i++) {
            Chart chart = charts.get(i);
            figures.append(
                    "<figure><figcaption>%s</figcaption><div id=\"chart%d\" class=\"chart\" role=\"img\" aria-label=\"%s; the numbers are below\"></div>%s</figure>%n"
                            .formatted(HtmlPlot.escape(chart.title()), i, HtmlPlot.escape(chart.title()),
                                    numbers(chart)));
            scripts.append(HtmlPlot.script(HtmlPlot.of(chart), "chart" + i));
        }
        var items = new StringBuilder();
        sentences.forEach(sentence -> items.append("<li>").append(HtmlPlot.escape(sentence)).append("</li>\n"));
        Map<String, CharSequence> parts = Map.of("topic", HtmlPlot.escape(summary.topic()), "sentences", items,
                "figures", figures, "tables", tables(summary), "plotly", library(), "charts", scripts);
        return PLACEHOLDER.matcher(new String(resource("report.html"), StandardCharsets.UTF_8))
                .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1)).toString()));
    }

    /// Returns the script that a page needs for the scripts of [HtmlPlot]: Plotly.js, and how this page calls it.
    public static String library() {
        return Plotly.LIBRARY;
    }

    /// Holds Plotly.js as base64 of gzip, compressed once.
    private static final class Plotly {
        static final String LIBRARY = "<script id=\"plotly\" type=\"application/base64\">"
                + zipped(resource("/META-INF/resources/webjars/plotly.js-dist/3.3.1/plotly.js"))
                + "</script>\n<script>\n" + new String(resource("plot.js"), StandardCharsets.UTF_8) + "</script>";
    }

    /// Returns the values of a chart as a table, for screen readers.
    private static String numbers(Chart chart) {
        var rows = new StringBuilder();
        chart.points().forEach(point -> rows.append(row(point.name().replace('T', ' '), Chart.number(point.value()))));
        return "<details><summary>The numbers</summary><div class=\"rows\"><table>" + rows + "</table></div></details>";
    }

    private static String tables(ArchiveSummary summary) {
        var tables = new StringBuilder();
        table(tables, "Keys with most events", summary.keys().busiest());
        table(tables, "How they ended", summary.statuses());
        table(tables, "Widest gaps", summary.order().gaps().stream()
                .map(gap -> new Count("partition " + gap.partition() + ", after offset " + gap.after(), gap.missing()))
                .toList());
        return tables.toString();
    }

    private static void table(StringBuilder tables, String title, List<Count> counts) {
        if (!counts.isEmpty()) {
            tables.append("<section><h2>").append(title).append("</h2><table>");
            counts.forEach(
                    count -> tables.append(row(TextPlot.shown(count.name()), ArchiveReport.number(count.events()))));
            tables.append("</table></section>\n");
        }
    }

    private static String row(String name, String value) {
        return "<tr><th scope=\"row\">" + HtmlPlot.escape(name) + "</th><td>" + value + "</td></tr>";
    }

    private static byte[] resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " of Gregor itself; build it again", e);
        }
    }

    private static String zipped(byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return Base64.getEncoder().encodeToString(zipped.toByteArray());
    }
}
