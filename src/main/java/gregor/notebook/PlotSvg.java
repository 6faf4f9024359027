package gregor.notebook;

import module java.base;

import gregor.archive.Chart;
import gregor.archive.ChartPainter;
import gregor.archive.HtmlPlot;
import tools.jackson.databind.JsonNode;

/// Draws the plots that are a line, columns or bars as SVG, in the fonts and the colours of the page.
final class PlotSvg extends ChartPainter {
    /// A script of [HtmlPlot] with one trace, and with a layout that has only a title.
    private static final Pattern SCRIPT = Pattern.compile("(?s).*?let layout = \\{\\s*(?:title: '(?<title>.*?)',\\s*)?"
            + "height: \\d+,\\s*width: \\d+,\\s*\\};\\s*let trace0 =\\s*\\{\\s*x: (?<x>\\[[^\n]*]),\\s*y: (?<y>\\[[^\n]*]),"
            + "(?<rest>.*?)\\};\\s*let data = \\[ trace0\\];.*");
    private static final double LETTER = 5.6;

    private final StringBuilder shapes = new StringBuilder();

    private PlotSvg() {}

    /// Draws the plot of a script; empty if it is of another kind.
    static Optional<String> of(String script) {
        return chart(script).map(chart -> {
            var painter = new PlotSvg();
            painter.draw(chart);
            return "<figure class=\"plot\" tabindex=\"0\" role=\"group\" aria-label=\"plot\"><svg role=\"img\" aria-label=\"%s; a text version follows\" viewBox=\"0 0 %d %d\">%s</svg></figure>"
                    .formatted(HtmlProse.escape(chart.title()), WIDTH, HEIGHT, painter.shapes);
        });
    }

    private static Optional<Chart> chart(String script) {
        Matcher found = SCRIPT.matcher(script);
        Chart.Kind kind = found.matches() ? kind(found.group("rest")) : null;
        if (kind == null) {
            return Optional.empty();
        }
        String title = found.group("title") == null ? "" : text(found.group("title"));
        JsonNode names = VariableInspector.JSON.readTree(found.group(kind == Chart.Kind.BARS ? "y" : "x"));
        JsonNode values = VariableInspector.JSON.readTree(found.group(kind == Chart.Kind.BARS ? "x" : "y"));
        List<Chart.Point> points = IntStream.range(0, Math.min(names.size(), values.size()))
                .mapToObj(
                        i -> new Chart.Point(HtmlPlot.unescape(names.get(i).asString("")), values.get(i).asDouble(-1)))
                .toList();
        boolean drawable = !points.isEmpty() && points.stream().allMatch(point -> point.value() >= 0);
        return drawable
                ? Optional.of(new Chart(title, kind, kind == Chart.Kind.BARS ? points.reversed() : points))
                : Optional.empty();
    }

    private static Chart.Kind kind(String trace) {
        if (trace.contains("type: 'bar'")) {
            return trace.contains("orientation: 'h'") ? Chart.Kind.BARS : Chart.Kind.COLUMNS;
        }
        return trace.contains("mode: 'lines'") && trace.contains("fill: 'tozeroy'") ? Chart.Kind.LINE : null;
    }

    private static String text(String literal) {
        String json = "\"" + literal.replace("\\'", "'").replace("\"", "\\\"") + "\"";
        return HtmlPlot.unescape(VariableInspector.JSON.readTree(json).asString(""));
    }

    @Override
    protected void rectangle(Ink ink, double x, double y, double width, double height, String hint) {
        shapes.append("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\">%s</rect>".formatted(name(ink),
                LogSvg.number(x), LogSvg.number(y), LogSvg.number(width), LogSvg.number(height),
                hint.isEmpty() ? "" : "<title>" + HtmlProse.escape(hint) + "</title>"));
    }

    @Override
    protected void area(List<double[]> points, double base) {
        shapes.append(
                "<path class=\"area\" d=\"M %s %s".formatted(LogSvg.number(points.getFirst()[0]), LogSvg.number(base)));
        points.forEach(point -> shapes.append(" L ").append(LogSvg.number(point[0])).append(' ')
                .append(LogSvg.number(point[1])));
        shapes.append(" V %s\"/>".formatted(LogSvg.number(base)));
    }

    @Override
    protected void text(Ink ink, String text, double x, double y, double align) {
        shapes.append("<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>".formatted(name(ink),
                LogSvg.number(x), LogSvg.number(y), align == 0 ? "start" : align == 1 ? "end" : "middle",
                HtmlProse.escape(text)));
    }

    @Override
    protected double width(String text) {
        return text.length() * LETTER;
    }

    private static String name(Ink ink) {
        return ink.name().toLowerCase(Locale.ROOT);
    }
}
