package gregor.archive;

import module java.base;

import gregor.archive.Chart.Point;

/// Draws a chart with characters, for the terminal.
public final class TextPlot {
    private static final String COLUMNS = " ▁▂▃▄▅▆▇█";
    private static final String BARS = " ▏▎▍▌▋▊▉█";
    private static final int HEIGHT = 6;
    private static final int NAME = 24;

    private TextPlot() {}

    /// Draws a chart `width` columns wide, or a little wider if that is very narrow. No line ends with a space.
    public static String of(Chart chart, int width) {
        var text = new StringBuilder(chart.title()).append('\n');
        boolean narrow = chart.points().stream().allMatch(point -> point.name().length() <= 2);
        if (chart.kind() == Chart.Kind.LINE) {
            line(chart, width, text);
        } else if (chart.kind() == Chart.Kind.COLUMNS && narrow) {
            columns(chart, text);
        } else {
            bars(chart, width, text);
        }
        return text.toString();
    }

    private static void bars(Chart chart, int width, StringBuilder text) {
        int names = chart.points().stream().mapToInt(point -> shown(point.name()).length()).max().orElse(0);
        int numbers = chart.points().stream().mapToInt(point -> Chart.number(point.value()).length()).max().orElse(0);
        int room = Math.max(10, width - names - numbers - 4);
        for (Point point : chart.points()) {
            int eighths = (int) Math.max(0, Math.round(8 * room * point.value() / chart.top()));
            String bar = "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : BARS.charAt(eighths % 8));
            text.append(("%" + names + "s  %" + numbers + "s  %s")
                    .formatted(shown(point.name()), Chart.number(point.value()), bar).stripTrailing()).append('\n');
        }
    }

    /// Makes a name from outside safe: control characters become points, and a long name is cut.
    static String shown(String name) {
        String tame = name.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]", "·");
        return tame.codePointCount(0, tame.length()) <= NAME
                ? tame
                : tame.substring(0, tame.offsetByCodePoints(0, NAME - 1)) + "…";
    }

    /// Each column shows the largest of the points that fall into it.
    private static void line(Chart chart, int width, StringBuilder text) {
        List<Point> points = chart.points();
        int margin = Chart.number(chart.top()).length() + 1;
        int columns = Math.min(Math.max(10, width - margin), points.size());
        double[] heights = new double[columns];
        for (int i = 0; i < points.size(); i++) {
            int column = (int) ((long) i * columns / points.size());
            heights[column] = Math.max(heights[column], points.get(i).value());
        }
        area(chart, heights, text);
        String from = points.getFirst().name().replace('T', ' ');
        String to = points.getLast().name().replace('T', ' ');
        String between = " ".repeat(Math.max(1, columns - from.length() - to.length()));
        text.append(" ".repeat(margin)).append(points.size() == 1 ? from : from + between + to).append('\n');
    }

    /// Columns that are two letters wide, and their names below.
    private static void columns(Chart chart, StringBuilder text) {
        double[] heights = new double[3 * chart.points().size()];
        var names = new StringBuilder(" ".repeat(Chart.number(chart.top()).length() + 1));
        for (int i = 0; i < chart.points().size(); i++) {
            heights[3 * i] = chart.points().get(i).value();
            heights[3 * i + 1] = chart.points().get(i).value();
            names.append("%-3s".formatted(chart.points().get(i).name()));
        }
        area(chart, heights, text);
        text.append(names.toString().stripTrailing()).append('\n');
    }

    private static void area(Chart chart, double[] heights, StringBuilder text) {
        String top = Chart.number(chart.top());
        for (int row = HEIGHT - 1; row >= 0; row--) {
            var line = new StringBuilder(
                    ("%" + top.length() + "s ").formatted(row == HEIGHT - 1 ? top : row == 0 ? "0" : ""));
            for (double height : heights) {
                int eighths = (int) Math.ceil(8 * HEIGHT * height / chart.top()) - 8 * row;
                line.append(COLUMNS.charAt(Math.clamp(eighths, 0, 8)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
