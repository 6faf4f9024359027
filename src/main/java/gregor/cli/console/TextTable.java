package gregor.cli.console;

import module java.base;

import gregor.lesson.TerminalStyle;

/// A table whose columns are declared once and shown as aligned text for people or as JSON or
/// lines for programs.
///
/// @param <R> what a row is made of
public final class TextTable<R> {
    private static final String GAP = "  ";

    private final List<Column<R>> texts = new ArrayList<>();
    private final List<Column<R>> fields = new ArrayList<>();

    private record Column<R>(String name, Function<? super R, ?> cell) {
        Object of(R row) {
            Object value = cell.apply(row);
            return value instanceof Optional<?> optional ? optional.orElse(null) : value;
        }
    }

    /// A number of bytes: as text with a unit, in JSON a number.
    public record Size(long bytes) {}

    /// An offset: as text without commas, so that it can be typed again.
    public record Offset(long offset) {}

    /// Adds a column with its heading in the text and its field in JSON. An empty Optional is a dash, or null.
    public TextTable<R> column(String heading, String field, Function<? super R, ?> cell) {
        return text(heading, cell).json(field, cell);
    }

    public TextTable<R> text(String heading, Function<? super R, ?> cell) {
        texts.add(new Column<>(heading, cell));
        return this;
    }

    public TextTable<R> json(String field, Function<? super R, ?> cell) {
        fields.add(new Column<>(field, cell));
        return this;
    }

    public List<Map<String, Object>> documents(Collection<? extends R> rows) {
        return rows.stream()
                .map(row -> JsonOutput.object(
                        fields.stream().flatMap(field -> Stream.of(field.name(), plain(field.of(row)))).toArray()))
                .toList();
    }

    /// Prints the fields of JSON, separated by tabs, below their names; a list is joined by commas.
    public void printLines(Collection<? extends R> rows) {
        System.out.println(fields.stream().map(Column::name).collect(Collectors.joining("\t")));
        documents(rows).forEach(row -> System.out
                .println(row.values().stream().map(TextTable::line).collect(Collectors.joining("\t"))));
    }

    private static String line(Object cell) {
        return cell == null
                ? ""
                : HumanText.escapeControls(cell instanceof Collection<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                        : cell.toString());
    }

    private static Object plain(Object cell) {
        return switch (cell) {
            case Offset offset -> offset.offset();
            case Size size -> size.bytes();
            case null, default -> cell;
        };
    }

    public void print(Collection<? extends R> rows) {
        List<String> heads = texts.stream().map(Column::name).toList();
        List<List<Object>> cells = rows.stream().map(
                row -> texts.stream().map(column -> Optional.<Object>ofNullable(column.of(row)).orElse("-")).toList())
                .toList();
        int[] widths = new int[heads.size()];
        boolean[] right = new boolean[heads.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = TerminalStyle.width(heads.get(column));
            for (List<Object> row : cells) {
                widths[column] = Math.max(widths[column], TerminalStyle.width(text(row.get(column))));
                right[column] |= isNumber(row.get(column));
            }
        }
        var lines = new StringBuilder(TerminalStyle.of(TerminalStreams.out()).bold(line(heads, widths, right)))
                .append('\n');
        cells.forEach(row -> lines.append(line(row, widths, right)).append('\n'));
        System.out.print(lines);
    }

    private static String line(List<?> cells, int[] widths, boolean[] right) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String text = text(cells.get(column));
            String padding = " ".repeat(widths[column] - TerminalStyle.width(text));
            line.append(column == 0 ? "" : GAP).append(right[column] ? padding + text : text + padding);
        }
        return line.toString().stripTrailing();
    }

    private static boolean isNumber(Object cell) {
        return cell instanceof Number || cell instanceof Size || cell instanceof Offset;
    }

    private static String text(Object cell) {
        return switch (cell) {
            case Long number -> HumanText.count(number);
            case Integer number -> HumanText.count(number);
            case Offset offset -> "" + offset.offset();
            case Size size -> HumanText.size(size.bytes());
            default -> HumanText.escapeControls(cell.toString());
        };
    }
}
