package gregor.notebook;

import gregor.lesson.Asciidoc;
import io.yupiik.asciidoc.model.Admonition;
import io.yupiik.asciidoc.model.Code;
import io.yupiik.asciidoc.model.DescriptionList;
import io.yupiik.asciidoc.model.Element;
import io.yupiik.asciidoc.model.LineBreak;
import io.yupiik.asciidoc.model.Link;
import io.yupiik.asciidoc.model.Macro;
import io.yupiik.asciidoc.model.OrderedList;
import io.yupiik.asciidoc.model.Paragraph;
import io.yupiik.asciidoc.model.Quote;
import io.yupiik.asciidoc.model.Section;
import io.yupiik.asciidoc.model.Table;
import io.yupiik.asciidoc.model.Text;
import io.yupiik.asciidoc.model.UnOrderedList;
import java.util.List;
import java.util.stream.Collectors;

/// AsciiDoc as Markdown, for Jupyter.
final class Markdown {
    private Markdown() {}

    static String of(String adoc) {
        return blocks(Asciidoc.blocks(adoc));
    }

    private static String blocks(List<Element> elements) {
        return elements.stream().map(Markdown::block).collect(Collectors.joining("\n\n"));
    }

    private static String block(Element element) {
        return switch (element) {
            case Section section -> "#".repeat(section.level()) + " " + inline(section.title())
                    + "\n\n" + blocks(section.children());
            case UnOrderedList list -> list.children().stream().map(item -> "* " + inline(item))
                    .collect(Collectors.joining("\n"));
            case OrderedList list -> list.children().stream().map(item -> "1. " + inline(item))
                    .collect(Collectors.joining("\n"));
            case DescriptionList list -> list.children().entrySet().stream()
                    .map(item -> "* **" + inline(item.getKey()) + "** " + inline(item.getValue()))
                    .collect(Collectors.joining("\n"));
            case Admonition note -> "> **" + note.level() + ":** " + inline(note.content());
            case Quote quote -> blocks(quote.children()).lines().map(line -> "> " + line)
                    .collect(Collectors.joining("\n"));
            case Table table -> table(table);
            case Code code when !code.inline() -> "```\n" + code.value().stripTrailing() + "\n```";
            case Paragraph paragraph when paragraph.children().stream()
                    .anyMatch(UnOrderedList.class::isInstance) -> blocks(paragraph.children());
            default -> inline(element);
        };
    }

    private static String table(Table table) {
        List<String> rows = table.elements().stream().map(row -> row.stream()
                .map(cell -> Asciidoc.cell(cell).stream().map(Markdown::inline).collect(Collectors.joining())
                        .strip().replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"))).toList();
        int columns = table.elements().getFirst().size();
        return rows.getFirst() + "\n|" + " --- |".repeat(columns) + "\n"
                + String.join("\n", rows.subList(1, rows.size()));
    }

    private static String inline(Element element) {
        return switch (element) {
            case Text text -> styled(text);
            case Code code -> "`" + code.value() + "`";
            case Link link when link.url().startsWith("http") -> "[" + inline(link.label()) + "](" + link.url() + ")";
            case Link link -> inline(link.label());
            case Macro macro -> macro.options().getOrDefault("", macro.label());
            case Paragraph paragraph -> paragraph.children().stream().map(Markdown::inline)
                    .collect(Collectors.joining());
            case LineBreak line -> "  \n";
            default -> "";
        };
    }

    private static String styled(Text text) {
        String styled = text.value();
        for (Text.Style style : text.style()) {
            String mark = style == Text.Style.BOLD ? "**" : "*";
            styled = mark + styled + mark;
        }
        return styled;
    }
}
