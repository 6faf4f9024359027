package gregor.cli.broker;

import gregor.lesson.TerminalStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A table for people: columns below their heads, numbers to the right.
final class Columns {
    private static final String GAP = "  ";

    private final List<String> head;
    private final List<List<Object>> rows = new ArrayList<>();

    Columns(String... head) {
        this.head = List.of(head);
    }

    /// Adds a row. A number goes to the right, with a comma at each thousand; a null is a dash.
    void row(Object... cells) {
        rows.add(Stream.of(cells).map(cell -> cell == null ? "-" : cell).toList());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// Prints the table.
    void print() {
        var ink = TerminalStyle.of(Tty.out());
        int[] widths = new int[head.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = TerminalStyle.width(head.get(column));
            for (List<Object> row : rows) {
                widths[column] = Math.max(widths[column], TerminalStyle.width(text(row.get(column))));
            }
        }
        var lines = new StringBuilder(ink.bold(line(head, widths))).append('\n');
        rows.forEach(row -> lines.append(line(row, widths)).append('\n'));
        System.out.print(lines);
    }

    private String line(List<?> cells, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String text = text(cells.get(column));
            String room = " ".repeat(widths[column] - TerminalStyle.width(text));
            line.append(column == 0 ? "" : GAP).append(isRight(column) ? room + text : text + room);
        }
        return line.toString().stripTrailing();
    }

    /// A column goes to the right if it has a number of some kind.
    private boolean isRight(int column) {
        return rows.stream().map(row -> row.get(column))
                .anyMatch(cell -> cell instanceof Number || cell instanceof Size || cell instanceof Offset);
    }

    /// A number of bytes.
    record Size(long bytes) {}

    /// A number that one may want to type again: it gets no commas.
    record Offset(long offset) {
        static Offset of(Optional<Long> offset) {
            return offset.map(Offset::new).orElse(null);
        }
    }

    private static String text(Object cell) {
        return switch (cell) {
            case Long number -> Readable.count(number);
            case Integer number -> Readable.count(number);
            case Offset offset -> "" + offset.offset();
            case Size size -> Readable.size(size.bytes());
            default -> Readable.safe(cell.toString());
        };
    }
}
