package gregor.archive;

import module java.base;

import gregor.archive.Chart.Point;

/// Lays out a chart: its grid, its marks and its texts. A subclass draws them.
public abstract class ChartPainter {
    /// The width of a chart.
    public static final int WIDTH = 560;
    /// The height of a chart.
    public static final int HEIGHT = 300;

    private static final int TOP = 48;
    private static final int BOTTOM = 34;
    private static final int RIGHT = 20;
    private static final int MARGIN = 60;

    /// The kind of a shape or a text, which determines its colour and its font.
    public enum Ink { TITLE, NAME, NUMBER, GRID, FILL }

    /// Draws a rectangle.
    ///
    /// @param hint its value in words; empty for a line of the grid
    protected abstract void rectangle(Ink ink, double x, double y, double width, double height, String hint);

    /// Draws a line through points, each `{x, y}`, and fills the area between it and the base.
    protected abstract void area(List<double[]> points, double base);

    /// Draws a text that begins (0), is centred (0.5) or ends (1) at `x`.
    protected abstract void text(Ink ink, String text, double x, double y, double align);

    /// Returns the width of a text in the font of [Ink#NUMBER].
    protected abstract double width(String text);

    /// Draws a chart.
    public final void draw(Chart chart) {
        text(Ink.TITLE, chart.title(), MARGIN / 3.0, 28, 0);
        switch (chart.kind()) {
            case BARS -> bars(chart);
            case LINE -> {
                grid(chart);
                line(chart);
            }
            case COLUMNS -> {
                grid(chart);
                columns(chart);
            }
        }
    }

    private void grid(Chart chart) {
        double step = Math.pow(10, Math.floor(Math.log10(chart.top())));
        step = chart.top() / step < 2 ? step / 4 : chart.top() / step < 5 ? step : 2 * step;
        for (double value = 0; value <= chart.top(); value += step) {
            double y = y(chart, value);
            rectangle(Ink.GRID, MARGIN, y, WIDTH - RIGHT - MARGIN, 1, "");
            text(Ink.NUMBER, Chart.number(value), MARGIN - 8, y + 4, 1);
        }
    }

    private static double y(Chart chart, double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / chart.top());
    }

    private static String hint(Point point) {
        return TextPlot.shown(point.name()) + ": " + Chart.number(point.value());
    }

    private void columns(Chart chart) {
        double room = (double) (WIDTH - RIGHT - MARGIN) / chart.points().size();
        double widest = chart.points().stream().mapToDouble(point -> width(point.name())).max().orElse(0);
        int every = (int) Math.ceil((widest + 6) / room);
        for (int i = 0; i < chart.points().size(); i++) {
            Point point = chart.points().get(i);
            double y = y(chart, point.value());
            rectangle(Ink.FILL, MARGIN + i * room + room * 0.1, y, room * 0.8, HEIGHT - BOTTOM - y, hint(point));
            if (i % every == 0) {
                text(Ink.NUMBER, point.name(), MARGIN + (i + 0.5) * room, HEIGHT - BOTTOM + 16, 0.5);
            }
        }
    }

    private void bars(Chart chart) {
        double room = (double) (HEIGHT - TOP - 12) / chart.points().size();
        double left = MARGIN * 3;
        for (int i = 0; i < chart.points().size(); i++) {
            Point point = chart.points().get(i);
            double y = TOP + i * room;
            double width = (WIDTH - RIGHT - MARGIN - left) * point.value() / chart.top();
            rectangle(Ink.FILL, left, y + room * 0.12, width, room * 0.76, hint(point));
            text(Ink.NAME, TextPlot.shown(point.name()), left - 8, y + room / 2 + 4, 1);
            text(Ink.NUMBER, Chart.number(point.value()), left + width + 6, y + room / 2 + 4, 0);
        }
    }

    private void line(Chart chart) {
        List<Point> points = chart.points();
        double room = (double) (WIDTH - RIGHT - MARGIN) / Math.max(1, points.size() - 1);
        area(IntStream.range(0, points.size())
                .mapToObj(i -> new double[]{MARGIN + i * room, y(chart, points.get(i).value())}).toList(), y(chart, 0));
        text(Ink.NUMBER, points.getFirst().name().replace('T', ' '), MARGIN, HEIGHT - BOTTOM + 16, 0);
        if (points.size() > 1) {
            text(Ink.NUMBER, points.getLast().name().replace('T', ' '), WIDTH - RIGHT, HEIGHT - BOTTOM + 16, 1);
        }
    }
}
