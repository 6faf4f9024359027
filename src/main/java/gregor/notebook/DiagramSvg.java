package gregor.notebook;

import module java.base;

/// Draws a diagram that is made of box-drawing characters as SVG: lines and arrowheads become paths, all other
/// characters stay text. Each character has a cell of the same size.
final class DiagramSvg {
    private static final double WIDTH = 8.4;
    private static final double HEIGHT = 18;
    private static final String LINES = "─│┌┐└┘├┤┬┴┼";
    /// The directions in which the character of [#LINES] at the same index has a line: left 1, right 2, up 4, down 8.
    private static final int[] DIRECTIONS = {3, 12, 10, 9, 6, 5, 14, 13, 11, 7, 15};
    private static final String HEADS = "►▶◄◀▲▼";
    /// Words with single spaces between them.
    private static final Pattern TEXT = Pattern.compile("[^ " + LINES + HEADS + "]+(?: [^ " + LINES + HEADS + "]+)*");

    private final StringBuilder lines = new StringBuilder();
    private final StringBuilder heads = new StringBuilder();
    private final StringBuilder texts = new StringBuilder();

    private DiagramSvg() {}

    static String of(String diagram) {
        var svg = new DiagramSvg();
        int columns = 0;
        int row = 0;
        for (String line : diagram.lines().toList()) {
            svg.line(line, row++);
            columns = Math.max(columns, line.length());
        }
        return format("<svg viewBox=\"0 0 %.1f %.1f\" width=\"%.0f\" aria-hidden=\"true\">", columns * WIDTH,
                row * HEIGHT, columns * WIDTH) + "<path class=\"line\" d=\"" + svg.lines.toString().strip()
                + "\"/><path class=\"head\" d=\"" + svg.heads.toString().strip() + "\"/>" + svg.texts + "</svg>";
    }

    private void line(String line, int row) {
        for (int column = 0; column < line.length(); column++) {
            char character = line.charAt(column);
            double x = (column + 0.5) * WIDTH;
            double y = (row + 0.5) * HEIGHT;
            if (LINES.indexOf(character) >= 0) {
                strokes(x, y, DIRECTIONS[LINES.indexOf(character)]);
            } else if (HEADS.indexOf(character) >= 0) {
                head(x, y, character);
            }
        }
        Matcher words = TEXT.matcher(line);
        while (words.find()) {
            texts.append(format(
                    "<text x=\"%.1f\" y=\"%.1f\" textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\">%s" + "</text>",
                    words.start() * WIDTH, row * HEIGHT + 13, words.group().length() * WIDTH,
                    HtmlProse.escape(words.group())));
        }
    }

    private void strokes(double x, double y, int directions) {
        stroke(x, y, -WIDTH / 2, 0, directions & 1);
        stroke(x, y, WIDTH / 2, 0, directions & 2);
        stroke(x, y, 0, -HEIGHT / 2, directions & 4);
        stroke(x, y, 0, HEIGHT / 2, directions & 8);
    }

    private void stroke(double x, double y, double dx, double dy, int wanted) {
        if (wanted != 0) {
            lines.append(format("M%.1f %.1fl%.1f %.1f", x, y, dx, dy));
        }
    }

    private void head(double x, double y, char head) {
        boolean vertical = head == '▲' || head == '▼';
        double half = vertical ? HEIGHT / 2 : WIDTH / 2;
        double tip = head == '►' || head == '▶' || head == '▼' ? half : -half;
        heads.append(vertical
                ? format("M%.1f %.1fl-4 %.1fh8z", x, y + tip, -1.2 * tip)
                : format("M%.1f %.1fl%.1f -4v8z", x + tip, y, -2 * tip));
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
