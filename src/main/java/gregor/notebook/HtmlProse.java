package gregor.notebook;

import gregor.lesson.Asciidoc;
import gregor.lesson.JavaHighlighter;
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
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// AsciiDoc as a browser shows it.
///
/// @param links what becomes of the target of a link; nothing if it leads nowhere
record HtmlProse(UnaryOperator<String> links) {
    /// Makes a text safe to stand in a page, between tags or as an attribute.
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /// Java in colours.
    static String java(String code) {
        return JavaHighlighter.paint(code, HtmlProse::escape,
                (kind, text) -> "<span class=\"j-%s\">%s</span>".formatted(kind, escape(text)));
    }

    /// What a heading is called in the address of its page.
    static String id(String heading) {
        return heading.replaceAll("<[^>]*>", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }

    /// Renders a piece of AsciiDoc.
    String blocks(String adoc) {
        return blocks(Asciidoc.blocks(adoc));
    }

    /// Renders a paragraph, without the paragraph.
    String line(String adoc) {
        return inline(Asciidoc.blocks(adoc));
    }

    private String blocks(List<Element> elements) {
        return elements.stream().map(this::block).collect(Collectors.joining("\n"));
    }

    private String block(Element element) {
        return switch (element) {
            case Section section -> heading(section) + blocks(section.children());
            case UnOrderedList list -> items("ul", list.children());
            case OrderedList list -> items("ol", list.children());
            case DescriptionList list -> list.children().entrySet().stream()
                    .map(item -> "<dt>" + inline(item.getKey()) + "</dt><dd>" + inline(item.getValue()) + "</dd>")
                    .collect(Collectors.joining("\n", "<dl>", "</dl>"));
            case Admonition note -> "<p class=\"note\"><strong>%s:</strong> %s</p>"
                    .formatted(note.level().toString().charAt(0) + note.level().toString().substring(1)
                            .toLowerCase(Locale.ROOT),
                            inline(note.content()));
            case Quote quote -> "<blockquote>" + blocks(quote.children()) + "</blockquote>";
            case Table table -> table(table);
            case OpenBlock open -> blocks(open.children());
            case Code code when !code.inline() -> "<pre tabindex=\"0\">"
                    + escape(code.value().stripTrailing()) + "</pre>";
            case Paragraph paragraph when paragraph.children().stream()
                    .anyMatch(HtmlProse::isBlock) -> blocks(paragraph.children());
            case Text rule when rule.value().equals("'''") -> "<hr>";
            default -> "<p>" + inline(element) + "</p>";
        };
    }

    private static boolean isBlock(Element element) {
        return element instanceof UnOrderedList || element instanceof OrderedList || element instanceof Admonition;
    }

    private String heading(Section section) {
        String title = inline(section.title());
        return "<h%d id=\"%s\">%s</h%d>\n".formatted(section.level(), id(title), title, section.level());
    }

    private String items(String tag, List<Element> items) {
        return items.stream().map(item -> {
            List<Element> parts = item instanceof Paragraph paragraph ? paragraph.children() : List.of(item);
            return "<li>" + inline(parts.stream().filter(part -> !isBlock(part)).toList())
                    + blocks(parts.stream().filter(HtmlProse::isBlock).toList()) + "</li>";
        }).collect(Collectors.joining("\n", "<" + tag + ">", "</" + tag + ">"));
    }

    /// The first row names the columns.
    private String table(Table table) {
        var rows = new StringBuilder("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table>");
        boolean head = table.elements().size() > 1;
        for (List<Element> row : table.elements()) {
            String tag = head ? "th scope=\"col\"" : "td";
            rows.append(head ? "<thead><tr>" : "<tr>");
            for (Element cell : row) {
                String text = inline(Asciidoc.cell(cell)).strip();
                rows.append("<").append(head && text.isEmpty() ? "td" : tag).append(">").append(text).append("</")
                        .append(head && !text.isEmpty() ? "th" : "td").append(">");
            }
            rows.append(head ? "</tr></thead><tbody>" : "</tr>");
            head = false;
        }
        return rows.append("</tbody></table></div>").toString();
    }

    private String inline(List<Element> elements) {
        return elements.stream().map(this::inline).collect(Collectors.joining());
    }

    private String inline(Element element) {
        return switch (element) {
            case Text text -> styled(text);
            case Code code -> "<code>" + escape(code.value()) + "</code>";
            case Link link -> link(link.url(), inline(link.label()));
            case Anchor anchor -> link(anchor.value(), escape(anchor.label()));
            case Macro macro when macro.name().equals("xref") || macro.name().equals("link") -> link(macro.label(),
                    escape(macro.options().getOrDefault("", macro.label())));
            case Macro macro -> escape(macro.options().getOrDefault("", macro.label()));
            case Paragraph paragraph -> inline(paragraph.children());
            case LineBreak line -> "<br>";
            default -> "";
        };
    }

    private String link(String url, String label) {
        String target = links.apply(url);
        return target.isEmpty() ? label : "<a href=\"" + escape(target) + "\">" + label + "</a>";
    }

    private static String styled(Text text) {
        String styled = escape(text.value());
        for (Text.Style style : text.style()) {
            String tag = style == Text.Style.BOLD ? "strong" : "em";
            styled = "<" + tag + ">" + styled + "</" + tag + ">";
        }
        return styled;
    }
}
