package gregor.notebook;

import gregor.notebook.LogDrawing.Box;
import gregor.notebook.LogDrawing.Kind;
import gregor.notebook.LogDrawing.ReaderMark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A [LogDrawing] drawn as SVG. Colours are the style sheet's: each shape has a class.
final class LogSvg {
    private static final double LETTER = 7.9;
    /// How wide a digit of an offset is.
    private static final double DIGIT = 6.1;
    private static final int HEIGHT = 34;
    private static final int ROW = 20;

    private final LogDrawing strip;
    private final StringBuilder shapes = new StringBuilder();
    private final Map<Long, Double> places = new HashMap<>();
    private double x = 1;
    private double widest;
    private int top;

    private LogSvg(LogDrawing strip) {
        this.strip = strip;
    }

    /// Draws.
    static String of(LogDrawing strip) {
        return new LogSvg(strip).draw();
    }

    private String draw() {
        top = strip.writers().isEmpty() ? 6 : 30;
        if (strip.start() > 0) {
            torn();
        }
        for (Box box : strip.boxes()) {
            box(box);
        }
        end();
        readable();
        double height = readers();
        widest = Math.max(widest, x);
        return "<svg class=\"log\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\">%s</svg>"
                .formatted(HtmlProse.escape(strip.sentence()), number(widest + 2), number(height),
                        number(widest + 2), number(height), shapes);
    }

    /// The edge of a log that has forgotten its beginning.
    private void torn() {
        shapes.append("<path class=\"torn\" d=\"M %s %s l -4 6 l 5 6 l -5 6 l 5 6 l -5 5 l 4 5\"/>".formatted(number(x
                + 6), top));
        x += 12;
    }

    private void box(Box box) {
        double width = Math.max(box.kind() == Kind.GAP ? 20 : 30, box.text().length() * LETTER + 16);
        if (box.offset() >= 0) {
            places.put(box.offset(), x);
        }
        if (box.kind() == Kind.MORE) {
            text("more", x + width / 2, top + 22, "…");
        } else {
            String kind = box.kind().name().toLowerCase();
            shapes.append("<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" rx=\"3\"/>"
                    .formatted(kind, number(x), top, number(width - 3), HEIGHT));
            text("event", x + (width - 3) / 2, top + 22, box.text());
            if (box.offset() >= 0) {
                text("offset", x + (width - 3) / 2, top + HEIGHT + 13, String.valueOf(box.offset()));
            }
            if (box.offset() > strip.start() && strip.segments().contains(box.offset())) {
                shapes.append("<path class=\"segment\" d=\"M %s %d v %d\"/>".formatted(number(x - 1.5),
                        top - 4, HEIGHT + 8));
            }
        }
        x += width;
    }

    /// Where the next event goes, and who writes it.
    private void end() {
        shapes.append("<path class=\"next\" d=\"M %s %d h -16 v %d h 16\"/>".formatted(number(x + 17), top, HEIGHT));
        if (strip.end() >= 0) {
            places.put(strip.end(), x);
            text("offset", x + 10, top + HEIGHT + 13, String.valueOf(strip.end()));
            widest = Math.max(widest, x + 10 + String.valueOf(strip.end()).length() * DIGIT / 2);
        }
        if (!strip.writers().isEmpty()) {
            String names = String.join(" ", strip.writers());
            double left = Math.max(0, x + 10 - names.length() * LETTER - 8);
            shapes.append("<text class=\"writer\" x=\"%s\" y=\"14\">%s</text>".formatted(number(left),
                    HtmlProse.escape(names)));
            double from = left + names.length() * LETTER + 4;
            shapes.append("<path class=\"write\" d=\"M %s 10 H %s V %d m -4 -6 l 4 6 l 4 -6\"/>".formatted(number(from),
                    number(Math.max(from, x + 10)), top - 3));
            widest = Math.max(widest, from + 8);
        }
        x += 20;
    }

    /// A flag where reading ends for now.
    private void readable() {
        Double place = places.get(strip.highWatermark());
        if (place != null) {
            shapes.append("<path class=\"readable\" d=\"M %s %d v -6 h 9 l -3 3 l 3 3 h -9 v %d\"/>"
                    .formatted(number(place - 1.5), top, HEIGHT + 2));
        }
    }

    /// Below the log, each beneath what it reads next; a row more where there is no room.
    private double readers() {
        int below = top + HEIGHT + 18;
        var ends = new ArrayList<Double>();
        for (ReaderMark reader : strip.readers().stream().sorted(Comparator.comparing(ReaderMark::offset)).toList()) {
            Double place = places.get(reader.offset());
            double at = place != null ? place + 10 : reader.offset() >= 0 && reader.offset() < strip.start() ? 4 : x - 12;
            String label = reader.label().isEmpty() ? reader.name() : reader.name() + "(" + reader.label() + ")";
            int row = 0;
            while (row < ends.size() && ends.get(row) > at - 6) {
                row++;
            }
            double end = at + 8 + label.length() * LETTER;
            if (row == ends.size()) {
                ends.add(end);
            }
            ends.set(row, end + 10);
            int y = below + row * ROW;
            shapes.append("<path class=\"read\" d=\"M %s %d V %d m -4 6 l 4 -6 l 4 6\"/>".formatted(number(at),
                    y + 13, below - 2));
            shapes.append("<text class=\"reader\" x=\"%s\" y=\"%d\">%s</text>".formatted(number(at + 7),
                    y + 14, HtmlProse.escape(label)));
            widest = Math.max(widest, end + 4);
        }
        return below + ends.size() * ROW + 2;
    }

    private void text(String kind, double middle, int y, String text) {
        shapes.append("<text class=\"%s\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                .formatted(kind, number(middle), y, HtmlProse.escape(text)));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(Math.round(value * 10) / 10.0);
    }

    /// The boxes as a table, for those who would rather read.
    static String table(LogDrawing strip) {
        List<Box> boxes = strip.boxes();
        var rows = new StringBuilder("<table class=\"boxes\"><thead><tr><th scope=\"col\">offset</th><th scope=\"col\">event</th></tr></thead><tbody>");
        for (Box box : boxes) {
            rows.append("<tr><th scope=\"row\">").append(box.offset() < 0 ? "…" : box.offset()).append("</th><td>")
                    .append(box.kind() == Kind.GAP ? "a gap" : box.kind() == Kind.CONTROL
                            ? ("a marker " + box.text()).strip() : HtmlProse.escape(box.text())).append("</td></tr>");
        }
        strip.readers().forEach(reader -> rows.append("<tr><th scope=\"row\">")
                .append(reader.offset() < 0 ? "" : reader.offset())
                .append("</th><td>").append(HtmlProse.escape(reader.name())).append(" reads here next</td></tr>"));
        return rows.append("</tbody></table>").toString();
    }
}
