package gregor.archive;

import module java.base;

import gregor.archive.Chart.Point;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;

/// Makes a figure of tablesaw-jsplot of a chart, and of a figure a script for Plotly.
public final class HtmlPlot {
    private HtmlPlot() {}

    /// Makes a figure of a chart.
    public static Figure of(Chart chart) {
        List<Point> points = chart.kind() == Chart.Kind.BARS ? chart.points().reversed() : chart.points();
        var names = StringColumn.create("name");
        points.forEach(point -> names
                .append(escape(chart.kind() == Chart.Kind.BARS ? TextPlot.shown(point.name()) : point.name())));
        var values = DoubleColumn.create("value", points.stream().mapToDouble(Point::value).toArray());
        Layout layout = Layout.builder().title(escape(chart.title())).build();
        return new Figure(layout, switch (chart.kind()) {
            case LINE -> ScatterTrace.builder(names, values).mode(ScatterTrace.Mode.LINE)
                    .fill(ScatterTrace.Fill.TO_ZERO_Y).line(Line.builder().color(PngPlot.FILL).build()).build();
            case COLUMNS, BARS -> BarTrace.builder(names, values).orientation(
                    chart.kind() == Chart.Kind.BARS ? BarTrace.Orientation.HORIZONTAL : BarTrace.Orientation.VERTICAL)
                    .marker(Marker.builder().color(PngPlot.FILL).build()).build();
        });
    }

    /// Returns a script that draws a figure into the element with an id, by the page's function `draw`. It is plain
    /// ASCII and contains no tag.
    public static String script(Figure figure, String element) {
        String script = figure.asJavascript(element);
        String inside = script.substring(script.indexOf("<script>") + "<script>".length(),
                script.lastIndexOf("</script>"));
        String plain = inside.replace("Plotly.newPlot(", "draw(").replace("var ", "let ").replace("<", "\\u003c");
        return "{" + plain.codePoints().mapToObj(HtmlPlot::ascii).collect(Collectors.joining()) + "}\n";
    }

    private static String ascii(int letter) {
        String text = Character.toString(letter);
        return letter < 128 ? text : text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    }

    /// Writes the script of a chart into a file, for the notebook.
    public static void write(Chart chart, String file) throws IOException {
        write(of(chart), file);
    }

    /// Writes the script of a figure into a file, for the notebook.
    public static void write(Figure figure, String file) throws IOException {
        Files.writeString(Path.of(file), script(figure, "plot"));
    }

    /// Escapes a text from outside for HTML. Plotly reads its labels as HTML too.
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'",
                "&#39;");
    }

    /// Returns the text that [#escape] was given.
    public static String unescape(String html) {
        return html.replace("&#39;", "'").replace("&quot;", "\"").replace("&gt;", ">").replace("&lt;", "<")
                .replace("&amp;", "&");
    }
}
