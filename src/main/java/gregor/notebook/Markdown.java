package gregor.notebook;

import gregor.lesson.AsciidocWalker;
import io.yupiik.asciidoc.model.Element;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Renders AsciiDoc as Markdown, for Jupyter.
final class Markdown extends AsciidocWalker {
    private Markdown() {
        super("\n\n");
    }

    static String of(String adoc) {
        return new Markdown().text(adoc);
    }

    @Override
    protected String heading(int level, String title) {
        return "#".repeat(level) + " " + title + "\n\n";
    }

    @Override
    protected String paragraph(String text) {
        return text;
    }

    @Override
    protected String list(List<Item> items, boolean numbered) {
        String mark = numbered ? "1. " : "* ";
        return items.stream()
                .map(item -> mark + item.words()
                        + (item.nested().isEmpty() ? "" : "\n" + item.nested().indent(mark.length()).stripTrailing()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    protected String descriptions(Map<Element, Element> terms) {
        return terms.entrySet().stream().map(term -> "* **" + inline(term.getKey()) + "** " + inline(term.getValue()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    protected String note(String level, String text) {
        return "> **" + level + ":** " + text;
    }

    @Override
    protected String quote(String text, String attribution) {
        return text.lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
    }

    @Override
    protected String table(List<List<String>> rows) {
        List<String> lines = rows.stream().map(row -> row.stream().map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"))).toList();
        return lines.getFirst() + "\n|" + " --- |".repeat(rows.getFirst().size()) + "\n"
                + String.join("\n", lines.subList(1, lines.size()));
    }

    @Override
    protected String listing(String code) {
        return "```\n" + code + "\n```";
    }

    @Override
    protected String rule() {
        return "---";
    }

    @Override
    protected String code(String code) {
        return "`" + code + "`";
    }

    @Override
    protected String emphasis(String text, boolean bold) {
        String mark = bold ? "**" : "*";
        return mark + text + mark;
    }

    @Override
    protected String link(String url, String label) {
        return url.startsWith("http") ? "[" + label + "](" + url + ")" : label;
    }

    @Override
    protected String lineBreak() {
        return "  \n";
    }
}
