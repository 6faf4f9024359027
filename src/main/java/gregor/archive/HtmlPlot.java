package gregor.archive;

import gregor.archive.Chart.Point;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;

/// A chart as a script that has Plotly draw it, made with tablesaw-jsplot.
final class HtmlPlot {
    private HtmlPlot() {}

    /// Returns a script that draws a chart into the element of a name, by a function `draw` of the page.
    static String script(Chart chart, String element) {
        List<Point> points = chart.kind() == Chart.Kind.BARS ? chart.points().reversed() : chart.points();
        var names = StringColumn.create("name");
        points.forEach(point -> names.append(escape(chart.kind() == Chart.Kind.BARS ? TextPlot.shown(point.name()) : point.name())));
        var values = DoubleColumn.create("value", points.stream().mapToDouble(Point::value).toArray());
        Layout layout = Layout.builder().build();
        Figure figure = new Figure(layout, switch (chart.kind()) {
            case LINE -> ScatterTrace.builder(names, values).mode(ScatterTrace.Mode.LINE).fill(ScatterTrace.Fill.TO_ZERO_Y)
                    .line(Line.builder().color(PngPlot.FILL).build()).build();
            case COLUMNS, BARS -> BarTrace.builder(names, values)
                    .orientation(chart.kind() == Chart.Kind.BARS ? BarTrace.Orientation.HORIZONTAL : BarTrace.Orientation.VERTICAL)
                    .marker(Marker.builder().color(PngPlot.FILL).build()).build();
        });
        String script = figure.asJavascript(element);
        String inside = script.substring(script.indexOf("<script>") + "<script>".length(), script.lastIndexOf("</script>"));
        return "{" + inside.replace("Plotly.newPlot(", "draw(").replace("var ", "let ").replace("<", "\\u003c") + "}\n";
    }

    /// A text from outside as HTML that shows it and does nothing else. Plotly reads its labels as HTML too.
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
