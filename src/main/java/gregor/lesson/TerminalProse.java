package gregor.lesson;

import module java.base;

import io.yupiik.asciidoc.model.Element;

/// Renders AsciiDoc for a terminal.
public final class TerminalProse extends AsciidocWalker {
    private static final int MIN_COLUMN = 8;

    private final TerminalStyle style;
    private final int width;

    /// @param width the number of columns
    public TerminalProse(TerminalStyle style, int width) {
        super("\n\n");
        this.style = style;
        this.width = width;
    }

    private TerminalProse narrower(int columns) {
        return new TerminalProse(style, width - columns);
    }

    @Override
    protected AsciidocWalker indented() {
        return narrower(2);
    }

    @Override
    protected String heading(int level, String title) {
        return style.bold(title) + "\n\n";
    }

    @Override
    protected String paragraph(String text) {
        return TerminalStyle.wrap(text, width, "");
    }

    @Override
    protected String list(List<Item> items, boolean numbered) {
        var lines = new ArrayList<String>();
        for (Item item : items) {
            String mark = numbered ? lines.size() + 1 + ". " : "• ";
            lines.add(TerminalStyle.wrap(item.words(), width, "  " + mark)
                    + (item.nested().isEmpty() ? "" : "\n" + indent(item.nested(), "  ")));
        }
        return String.join("\n", lines);
    }

    @Override
    protected String descriptions(Map<Element, Element> terms) {
        return terms.entrySet().stream().map(
                term -> style.bold(inline(term.getKey())) + "\n" + indent(narrower(4).block(term.getValue()), "    "))
                .collect(Collectors.joining("\n"));
    }

    @Override
    protected String note(String level, String text) {
        return indent(TerminalStyle.wrap(text, width - 2, style.bold(level + ": ")), style.yellow("┃ "));
    }

    @Override
    protected String quote(String text, String attribution) {
        return indent(text, style.faint("│ ")) + (attribution == null ? "" : "\n" + style.faint("  — " + attribution));
    }

    /// Draws boxes. A column is as wide as its widest cell; the widest columns shrink if the terminal is too narrow.
    @Override
    protected String table(List<List<String>> rows) {
        int[] widths = widths(rows);
        var lines = new ArrayList<String>();
        lines.add(border(widths, "┌", "┬", "┐"));
        for (int row = 0; row < rows.size(); row++) {
            lines.addAll(row(rows.get(row), widths));
            if (row == 0 && rows.size() > 1) {
                lines.add(border(widths, "├", "┼", "┤"));
            }
        }
        lines.add(border(widths, "└", "┴", "┘"));
        return String.join("\n", lines);
    }

    private int[] widths(List<List<String>> rows) {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], TerminalStyle.width(row.get(i)));
            }
        }
        int available = width - 3 * widths.length - 1;
        while (Arrays.stream(widths).sum() > available && widths[widest(widths)] > MIN_COLUMN) {
            widths[widest(widths)]--;
        }
        return widths;
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            widest = widths[i] > widths[widest] ? i : widest;
        }
        return widest;
    }

    private static List<String> row(List<String> row, int[] widths) {
        var cells = new ArrayList<List<String>>();
        for (int i = 0; i < widths.length; i++) {
            cells.add(TerminalStyle.wrap(i < row.size() ? row.get(i) : "", widths[i], "").lines().toList());
        }
        int height = cells.stream().mapToInt(List::size).max().orElse(1);
        var lines = new ArrayList<String>();
        for (int line = 0; line < height; line++) {
            var text = new StringBuilder("│");
            for (int i = 0; i < widths.length; i++) {
                String cell = line < cells.get(i).size() ? cells.get(i).get(line) : "";
                text.append(' ').append(TerminalStyle.pad(cell, widths[i])).append(" │");
            }
            lines.add(text.toString());
        }
        return lines;
    }

    private static String border(int[] widths, String left, String middle, String right) {
        return Arrays.stream(widths).mapToObj(width -> "─".repeat(width + 2))
                .collect(Collectors.joining(middle, left, right));
    }

    @Override
    protected String listing(String code) {
        return indent(code, "    ");
    }

    @Override
    protected String rule() {
        return style.faint("─".repeat(width));
    }

    @Override
    protected String code(String code) {
        return style.cyan(code);
    }

    @Override
    protected String emphasis(String text, boolean bold) {
        return bold ? style.bold(text) : style.italic(text);
    }

    @Override
    protected String link(String url, String label) {
        return label + (url.startsWith("http") ? style.faint(" (" + url + ")") : "");
    }

    @Override
    protected String lineBreak() {
        return " ";
    }

    /// Puts a margin before each line, and removes spaces at its end.
    public static String indent(String text, String margin) {
        return text.lines().map(line -> (margin + line).stripTrailing()).collect(Collectors.joining("\n"));
    }
}
