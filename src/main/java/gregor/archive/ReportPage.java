package gregor.archive;

import module java.base;

/// The HTML page of an [ArchiveReport], in one file.
public final class ReportPage {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private ReportPage() {}

    static String of(String name, List<String> sentences, List<Chart> charts, List<Chart> tables) {
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
        Map<String, CharSequence> parts = Map.of("topic", HtmlPlot.escape(name), "sentences", items, "figures", figures,
                "tables", tables(tables), "plotly", library(), "charts", scripts);
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
        return "<details><summary>The numbers</summary><div class=\"rows\"><table>" + rows(chart)
                + "</table></div></details>";
    }

    private static String tables(List<Chart> tables) {
        return tables.stream().map(table -> "<section><h2>" + HtmlPlot.escape(table.title()) + "</h2><table>"
                + rows(table) + "</table></section>\n").collect(Collectors.joining());
    }

    private static String rows(Chart chart) {
        return chart.points().stream()
                .map(point -> row(
                        chart.kind() == Chart.Kind.LINE ? point.name().replace('T', ' ') : TextPlot.shown(point.name()),
                        Chart.number(point.value())))
                .collect(Collectors.joining());
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
