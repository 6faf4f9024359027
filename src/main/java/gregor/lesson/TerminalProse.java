package gregor.lesson;

import io.yupiik.asciidoc.model.Admonition;
import io.yupiik.asciidoc.model.Anchor;
import io.yupiik.asciidoc.model.Code;
import io.yupiik.asciidoc.model.DescriptionList;
import io.yupiik.asciidoc.model.Element;
import io.yupiik.asciidoc.model.LineBreak;
import io.yupiik.asciidoc.model.Link;
import io.yupiik.asciidoc.model.Macro;
import io.yupiik.asciidoc.model.OpenBlock;
import io.yupiik.asciidoc.model.OrderedList;
import io.yupiik.asciidoc.model.Paragraph;
import io.yupiik.asciidoc.model.Quote;
import io.yupiik.asciidoc.model.Section;
import io.yupiik.asciidoc.model.Table;
import io.yupiik.asciidoc.model.Text;
import io.yupiik.asciidoc.model.UnOrderedList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// AsciiDoc as a terminal shows it.
///
/// @param width how many columns there are
public record TerminalProse(TerminalStyle ink, int width) {
    /// Renders a piece of AsciiDoc; an empty line stands between its blocks.
    public String text(String adoc) {
        return blocks(Asciidoc.blocks(adoc), width);
    }

    private String blocks(List<Element> elements, int columns) {
        return elements.stream().map(element -> block(element, columns)).filter(text -> !text.isBlank())
                .collect(Collectors.joining("\n\n"));
    }

    private String block(Element element, int columns) {
        return switch (element) {
            case Section section -> ink.bold(inline(section.title())) + "\n\n" + blocks(section.children(), columns);
            case UnOrderedList list -> items(list.children(), columns, false);
            case OrderedList list -> items(list.children(), columns, true);
            case DescriptionList list -> list.children().entrySet().stream()
                    .map(item -> ink.bold(inline(item.getKey())) + "\n"
                            + indent(block(item.getValue(), columns - 4), "    "))
                    .collect(Collectors.joining("\n"));
            case Admonition note -> indent(TerminalStyle.wrap(inline(note.content()), columns - 2, ink.bold(note.level() + ": ")),
                    ink.yellow("┃ "));
            case Quote quote -> indent(blocks(quote.children(), columns - 2), ink.faint("│ "))
                    + Optional.ofNullable(quote.options().get("attribution")).map(who -> "\n" + ink.faint("  — " + who))
                    .orElse("");
            case Table table -> table(table, columns);
            case OpenBlock open -> blocks(open.children(), columns);
            case Code code when !code.inline() -> indent(code.value().stripTrailing(), "    ");
            case Paragraph paragraph when paragraph.children().stream().anyMatch(TerminalProse::isBlock) ->
                    blocks(paragraph.children(), columns);
            case Text rule when rule.value().equals("'''") -> ink.faint("─".repeat(columns));
            default -> TerminalStyle.wrap(inline(element), columns, "");
        };
    }

    private static boolean isBlock(Element element) {
        return element instanceof UnOrderedList || element instanceof OrderedList || element instanceof Admonition;
    }

    private String items(List<Element> items, int columns, boolean numbered) {
        var lines = new ArrayList<String>();
        for (Element item : items) {
            String mark = numbered ? lines.size() + 1 + ". " : "• ";
            List<Element> parts = item instanceof Paragraph paragraph ? paragraph.children() : List.of(item);
            List<Element> words = parts.stream().filter(part -> !isBlock(part)).toList();
            String nested = blocks(parts.stream().filter(TerminalProse::isBlock).toList(), columns - 2);
            lines.add(TerminalStyle.wrap(words.stream().map(this::inline).collect(Collectors.joining()), columns, "  " + mark)
                    + (nested.isEmpty() ? "" : "\n" + indent(nested, "  ")));
        }
        return String.join("\n", lines);
    }

    /// A table in boxes: each column as wide as its widest cell, the widest ones narrower where there is no room.
    private String table(Table table, int columns) {
        List<List<String>> rows = table.elements().stream()
                .map(row -> row.stream().map(this::cell).toList()).toList();
        int count = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[count];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], TerminalStyle.width(row.get(i)));
            }
        }
        int room = columns - 3 * count - 1;
        while (sum(widths) > room && widths[widest(widths)] > 8) {
            widths[widest(widths)]--;
        }
        var lines = new ArrayList<String>();
        lines.add(rule(widths, "┌", "┬", "┐"));
        for (List<String> row : rows) {
            List<List<String>> cells = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                cells.add(TerminalStyle.wrap(i < row.size() ? row.get(i) : "", widths[i], "").lines().toList());
            }
            int height = cells.stream().mapToInt(List::size).max().orElse(1);
            for (int line = 0; line < height; line++) {
                var text = new StringBuilder("│");
                for (int i = 0; i < count; i++) {
                    String cell = line < cells.get(i).size() ? cells.get(i).get(line) : "";
                    text.append(' ').append(cell).append(" ".repeat(Math.max(0, widths[i] - TerminalStyle.width(cell))))
                            .append(" │");
                }
                lines.add(text.toString());
            }
            if (lines.size() == height + 1 && rows.size() > 1) {
                lines.add(rule(widths, "├", "┼", "┤"));
            }
        }
        lines.add(rule(widths, "└", "┴", "┘"));
        return String.join("\n", lines);
    }

    private String cell(Element cell) {
        return Asciidoc.cell(cell).stream().map(this::inline).collect(Collectors.joining()).strip();
    }

    private static int sum(int[] widths) {
        return java.util.Arrays.stream(widths).sum();
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            widest = widths[i] > widths[widest] ? i : widest;
        }
        return widest;
    }

    private static String rule(int[] widths, String left, String middle, String right) {
        return java.util.Arrays.stream(widths).mapToObj(width -> "─".repeat(width + 2))
                .collect(Collectors.joining(middle, left, right));
    }

    private String inline(Element element) {
        return switch (element) {
            case Text text -> styled(text);
            case Code code -> ink.cyan(code.value());
            case Link link -> inline(link.label())
                    + (link.url().startsWith("http") ? ink.faint(" (" + link.url() + ")") : "");
            case Anchor anchor -> anchor.label();
            case Macro macro -> macro.options().getOrDefault("", macro.label());
            case Paragraph paragraph -> paragraph.children().stream().map(this::inline).collect(Collectors.joining());
            case LineBreak line -> " ";
            default -> "";
        };
    }

    private String styled(Text text) {
        String styled = text.value();
        for (Text.Style style : text.style()) {
            styled = style == Text.Style.BOLD ? ink.bold(styled) : ink.italic(styled);
        }
        return styled;
    }

    static String indent(String text, String margin) {
        return text.lines().map(line -> (margin + line).stripTrailing()).collect(Collectors.joining("\n"));
    }
}
