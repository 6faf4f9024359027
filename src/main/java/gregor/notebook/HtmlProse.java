package gregor.notebook;

import module java.base;

import gregor.lesson.AsciidocWalker;
import gregor.lesson.JavaHighlighter;
import io.yupiik.asciidoc.model.Element;

/// Renders AsciiDoc as HTML.
final class HtmlProse extends AsciidocWalker {
    private final UnaryOperator<String> links;

    /// @param links maps the target of a link; an empty target makes it plain text
    HtmlProse(UnaryOperator<String> links) {
        super("\n");
        this.links = links;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    static String java(String code) {
        return JavaHighlighter.paint(code, HtmlProse::escape,
                (kind, text) -> "<span class=\"j-%s\">%s</span>".formatted(kind, escape(text)));
    }

    /// Returns the id of a heading, which is the fragment of its address.
    static String id(String heading) {
        return heading.replaceAll("<[^>]*>", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }

    @Override
    protected String plain(String text) {
        return escape(text);
    }

    @Override
    protected String heading(int level, String title) {
        return "<h%d id=\"%s\">%s</h%d>\n".formatted(level, id(title), title, level);
    }

    @Override
    protected String paragraph(String text) {
        return "<p>" + text + "</p>";
    }

    @Override
    protected String list(List<Item> items, boolean numbered) {
        String tag = numbered ? "ol" : "ul";
        return items.stream().map(item -> "<li>" + item.words() + item.nested() + "</li>")
                .collect(Collectors.joining("\n", "<" + tag + ">", "</" + tag + ">"));
    }

    @Override
    protected String descriptions(Map<Element, Element> terms) {
        return terms.entrySet().stream()
                .map(term -> "<dt>" + inline(term.getKey()) + "</dt><dd>" + inline(term.getValue()) + "</dd>")
                .collect(Collectors.joining("\n", "<dl>", "</dl>"));
    }

    @Override
    protected String note(String level, String text) {
        return "<p class=\"note\"><strong>%s:</strong> %s</p>"
                .formatted(level.charAt(0) + level.substring(1).toLowerCase(Locale.ROOT), text);
    }

    @Override
    protected String quote(String text, String attribution) {
        return "<blockquote>" + text + "</blockquote>";
    }

    @Override
    protected String table(List<List<String>> rows) {
        return table("table", rows);
    }

    /// Renders a table whose first row is its head, unless it has only one.
    ///
    /// @param rows the cells as HTML
    static String table(String label, List<List<String>> rows) {
        var table = new StringBuilder("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"").append(label)
                .append("\"><table>");
        boolean head = rows.size() > 1;
        for (List<String> row : rows) {
            table.append(head ? "<thead><tr>" : "<tr>");
            for (String text : row) {
                table.append(head && !text.isEmpty() ? "<th scope=\"col\">" + text + "</th>" : "<td>" + text + "</td>");
            }
            table.append(head ? "</tr></thead><tbody>" : "</tr>");
            head = false;
        }
        return table.append("</tbody></table></div>").toString();
    }

    @Override
    protected String listing(String code) {
        return "<pre tabindex=\"0\">" + escape(code) + "</pre>";
    }

    @Override
    protected String rule() {
        return "<hr>";
    }

    @Override
    protected String code(String code) {
        return "<code>" + escape(code) + "</code>";
    }

    @Override
    protected String emphasis(String text, boolean bold) {
        String tag = bold ? "strong" : "em";
        return "<" + tag + ">" + text + "</" + tag + ">";
    }

    @Override
    protected String link(String url, String label) {
        String target = links.apply(url);
        return target.isEmpty() ? label : "<a href=\"" + escape(target) + "\">" + label + "</a>";
    }

    @Override
    protected String lineBreak() {
        return "<br>";
    }
}
