package gregor.lesson;

import module java.base;

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

/// Renders AsciiDoc in another format: it walks the tree of blocks, and a subclass decides what each one becomes.
public abstract class AsciidocWalker {
    private final String separator;

    /// @param separator the text between two blocks
    protected AsciidocWalker(String separator) {
        this.separator = separator;
    }

    /// An item of a list.
    ///
    /// @param words  its text
    /// @param nested the blocks inside it; empty if there are none
    protected record Item(String words, String nested) {}

    public final String text(String adoc) {
        return Asciidoc.restored(blocks(Asciidoc.blocks(adoc)));
    }

    public final String line(String adoc) {
        return Asciidoc.restored(inline(Asciidoc.blocks(adoc)));
    }

    /// Renders blocks, with the separator between them.
    protected final String blocks(List<Element> elements) {
        return elements.stream().map(this::block).filter(text -> !text.isBlank())
                .collect(Collectors.joining(separator));
    }

    protected final String block(Element element) {
        return switch (element) {
            case Section section -> heading(section.level(), inline(section.title())) + blocks(section.children());
            case UnOrderedList list -> list(items(list.children()), false);
            case OrderedList list -> list(items(list.children()), true);
            case DescriptionList list -> descriptions(list.children());
            case Admonition note -> note(note.level().name(), inline(note.content()));
            case Quote quote -> quote(indented().blocks(quote.children()), quote.options().get("attribution"));
            case Table table -> table(table.elements().stream()
                    .map(row -> row.stream().map(cell -> inline(Asciidoc.cell(cell)).strip()).toList()).toList());
            case OpenBlock open -> blocks(open.children());
            case Code code when !code.inline() -> listing(code.value().stripTrailing());
            case Paragraph paragraph when paragraph.children().stream().anyMatch(AsciidocWalker::isBlock) ->
                    blocks(paragraph.children());
            case Text text when text.value().equals("'''") -> rule();
            default -> paragraph(inline(element));
        };
    }

    private static boolean isBlock(Element element) {
        return element instanceof UnOrderedList || element instanceof OrderedList || element instanceof Admonition;
    }

    private List<Item> items(List<Element> items) {
        return items.stream().map(item -> {
            List<Element> parts = item instanceof Paragraph paragraph ? paragraph.children() : List.of(item);
            return new Item(inline(parts.stream().filter(part -> !isBlock(part)).toList()),
                    indented().blocks(parts.stream().filter(AsciidocWalker::isBlock).toList()));
        }).toList();
    }

    private String inline(List<Element> elements) {
        return elements.stream().map(this::inline).collect(Collectors.joining());
    }

    protected final String inline(Element element) {
        return switch (element) {
            case Text text -> text.style().stream().reduce(plain(text.value()),
                    (styled, style) -> emphasis(styled, style == Text.Style.BOLD), (first, second) -> second);
            case Code code -> code(code.value());
            case Link link -> link(link.url(), inline(link.label()));
            case Anchor anchor -> link(anchor.value(), plain(anchor.label()));
            case Macro macro -> {
                String label = plain(macro.options().getOrDefault("", macro.label()));
                yield List.of("xref", "link").contains(macro.name()) ? link(macro.label(), label) : label;
            }
            case Paragraph paragraph -> inline(paragraph.children());
            case LineBreak line -> lineBreak();
            default -> "";
        };
    }

    /// Returns a walker for the blocks inside an item or a quote.
    protected AsciidocWalker indented() {
        return this;
    }

    protected String plain(String text) {
        return text;
    }

    /// Ends with what separates the heading from its section.
    protected abstract String heading(int level, String title);

    protected abstract String paragraph(String text);

    protected abstract String list(List<Item> items, boolean numbered);

    /// Renders terms and their descriptions; neither is rendered yet.
    protected abstract String descriptions(Map<Element, Element> terms);

    protected abstract String note(String level, String text);

    /// Renders a quote.
    ///
    /// @param attribution the source of the quote; null if it is not named
    protected abstract String quote(String text, String attribution);

    /// Renders a table; its first row names the columns if there is a second one.
    protected abstract String table(List<List<String>> rows);

    protected abstract String listing(String code);

    protected abstract String rule();

    protected abstract String code(String code);

    /// Renders emphasized text.
    ///
    /// @param bold false for italic
    protected abstract String emphasis(String text, boolean bold);

    protected abstract String link(String url, String label);

    protected abstract String lineBreak();
}
