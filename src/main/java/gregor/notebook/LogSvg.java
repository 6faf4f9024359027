package gregor.notebook;

import module java.base;

import gregor.notebook.LogDrawing.Box;
import gregor.notebook.LogDrawing.Kind;
import gregor.notebook.LogDrawing.ReaderMark;

/// Draws a [LogDrawing] as SVG. Each shape has a class, and the style sheet gives it a colour.
final class LogSvg {
    private static final double CHARACTER_WIDTH = 7.9;
    private static final double DIGIT_WIDTH = 6.1;
    private static final int HEIGHT = 34;
    private static final int ROW = 20;

    private final LogDrawing drawing;
    private final long newFrom;
    private final StringBuilder shapes = new StringBuilder();
    private final NavigableMap<Long, Double> positions = new TreeMap<>();
    private double x = 1;
    private double maxX;
    private int top;
    private long lastShown = -1;

    private LogSvg(LogDrawing drawing, long newFrom) {
        this.drawing = drawing;
        this.newFrom = newFrom;
    }

    /// @param newFrom the offset from which events are marked as new
    static String of(LogDrawing drawing, long newFrom) {
        return new LogSvg(drawing, newFrom).draw();
    }

    private String draw() {
        top = drawing.writers().isEmpty() ? 6 : 30;
        if (drawing.start() > 0) {
            torn();
        }
        for (Box box : drawing.boxes()) {
            box(box);
        }
        end();
        highWatermark();
        double height = readers();
        maxX = Math.max(maxX, x);
        return "<svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\">%s</svg>"
                .formatted(HtmlProse.escape(drawing.sentence()), number(maxX + 2), number(height), number(maxX + 2),
                        number(height), shapes);
    }

    private void torn() {
        shapes.append("<path class=\"torn\" d=\"M %s %s l -4 6 l 5 6 l -5 6 l 5 6 l -5 5 l 4 5\"/>"
                .formatted(number(x + 6), top));
        x += 12;
    }

    private void box(Box box) {
        double width = Math.max(box.kind() == Kind.GAP ? 20 : 30, box.text().length() * CHARACTER_WIDTH + 16);
        if (box.offset() >= 0) {
            positions.put(box.offset(), x);
            lastShown = box.offset();
        }
        if (box.kind() == Kind.MORE) {
            text("more", x + width / 2, top + 22, "…");
        } else {
            String kind = box.kind().name().toLowerCase(Locale.ROOT) + (box.offset() >= newFrom ? " new" : "");
            shapes.append("<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" rx=\"3\"/>".formatted(kind,
                    number(x), top, number(width - 3), HEIGHT));
            text("event", x + (width - 3) / 2, top + 22, box.text());
            if (box.offset() >= 0) {
                text("offset", x + (width - 3) / 2, top + HEIGHT + 13, String.valueOf(box.offset()));
            }
            if (box.offset() > drawing.start() && drawing.segments().contains(box.offset())) {
                shapes.append(
                        "<path class=\"segment\" d=\"M %s %d v %d\"/>".formatted(number(x - 1.5), top - 4, HEIGHT + 8));
            }
        }
        x += width;
    }

    private void end() {
        shapes.append("<path class=\"next\" d=\"M %s %d h -16 v %d h 16\"/>".formatted(number(x + 17), top, HEIGHT));
        if (drawing.end() >= 0) {
            positions.put(drawing.end(), x);
            text("offset", x + 10, top + HEIGHT + 13, String.valueOf(drawing.end()));
            maxX = Math.max(maxX, x + 10 + String.valueOf(drawing.end()).length() * DIGIT_WIDTH / 2);
        }
        if (!drawing.writers().isEmpty()) {
            String names = String.join(" ", drawing.writers());
            double left = Math.max(0, x + 10 - names.length() * CHARACTER_WIDTH - 8);
            shapes.append("<text class=\"writer\" x=\"%s\" y=\"14\">%s</text>".formatted(number(left),
                    HtmlProse.escape(names)));
            double from = left + names.length() * CHARACTER_WIDTH + 4;
            shapes.append("<path class=\"write\" d=\"M %s 10 H %s V %d m -4 -6 l 4 6 l 4 -6\"/>".formatted(number(from),
                    number(Math.max(from, x + 10)), top - 3));
            maxX = Math.max(maxX, from + 8);
        }
        x += 20;
    }

    private void highWatermark() {
        Double position = positions.get(drawing.highWatermark());
        if (position != null) {
            shapes.append("<path class=\"readable\" d=\"M %s %d v -6 h 9 l -3 3 l 3 3 h -9 v %d\"/>"
                    .formatted(number(position - 1.5), top, HEIGHT + 2));
        }
    }

    /// A reader's label.
    ///
    /// @param at    its left end, or the position of the arrow
    /// @param arrow whether an arrow leads to an offset of the window
    private record Label(double at, double end, String text, boolean arrow) {
        static Label of(double at, String text, boolean arrow) {
            return new Label(at, at + 8 + text.length() * CHARACTER_WIDTH, text, arrow);
        }
    }

    /// Draws the readers below the log, each below the offset that it reads next. A label is below all arrows that it
    /// would cross. A position outside the window is named at its edge, with the distance to the end of the log.
    private double readers() {
        int below = top + HEIGHT + 18;
        var rows = new ArrayList<Map.Entry<Label, Integer>>();
        int last = -1;
        for (Label label : drawing.readers().stream().map(this::label)
                .sorted(Comparator.comparing(Label::at).reversed()).toList()) {
            int row = 1 + rows.stream().filter(other -> other.getKey().at() < label.end() + 10)
                    .mapToInt(Map.Entry::getValue).max().orElse(-1);
            rows.add(Map.entry(label, row));
            last = Math.max(last, row);
            reader(label, below, below + row * ROW);
        }
        return below + (last + 1) * ROW + 2;
    }

    private Label label(ReaderMark reader) {
        String text = reader.label().isEmpty() ? reader.name() : reader.name() + "(" + reader.label() + ")";
        var next = positions.ceilingEntry(reader.offset());
        if (reader.offset() < 0) {
            return Label.of(x - 12, text, true);
        }
        if (reader.offset() < drawing.start()) {
            return Label.of(4, text, true);
        }
        boolean isLeft = reader.offset() < positions.firstKey();
        if (next != null && !isLeft && (reader.offset() <= lastShown || lastShown + 1 >= drawing.end())) {
            return Label.of(next.getValue() + 10, text, true);
        }
        String behind = reader.name() + " " + reader.label().replaceFirst(", lag.*", "")
                + (reader.offset() < drawing.end() ? ", " + (drawing.end() - reader.offset()) + " behind" : "");
        return isLeft
                ? Label.of(0, "← " + behind, false)
                : Label.of(Math.max(0, x - 12 - behind.length() * CHARACTER_WIDTH), behind + " →", false);
    }

    private void reader(Label label, int below, int y) {
        if (label.arrow()) {
            shapes.append("<path class=\"read\" d=\"M %s %d V %d m -4 6 l 4 -6 l 4 6\"/>".formatted(number(label.at()),
                    y + 13, below - 2));
        }
        shapes.append("<text class=\"reader\" x=\"%s\" y=\"%d\">%s</text>"
                .formatted(number(label.at() + (label.arrow() ? 7 : 0)), y + 14, HtmlProse.escape(label.text())));
        maxX = Math.max(maxX, label.end() + 4);
    }

    private void text(String kind, double middle, int y, String text) {
        shapes.append("<text class=\"%s\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>".formatted(kind,
                number(middle), y, HtmlProse.escape(text)));
    }

    static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(Math.round(value * 10) / 10.0);
    }
}
