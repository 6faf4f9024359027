package gregor.lesson;

import module java.base;

import io.yupiik.asciidoc.model.Element;
import io.yupiik.asciidoc.model.Text;
import io.yupiik.asciidoc.parser.Parser;

/// Parses AsciiDoc into a tree.
public final class Asciidoc {
    private Asciidoc() {}

    /// A colon before a space, and a comma in the label of a link: the parser takes a word before such a colon for the
    /// name of a macro, and a label with such a comma for attributes, and drops the text.
    private static final char COLON = '\uE000';
    private static final char COMMA = '\uE001';
    private static final Pattern PLAIN_COLON = Pattern
            .compile("(?m)(?<!:|^NOTE|^TIP|^IMPORTANT|^WARNING|^CAUTION):(?=\\s)");
    private static final Pattern LABEL = Pattern.compile("(?<=(?:xref|link):[^\\s\\[]{1,200}\\[)[^\\]]*");

    /// Parses a piece of AsciiDoc; includes are omitted. Text rendered from it must be restored with
    /// [#restored(String)].
    public static List<Element> blocks(String adoc) {
        String colons = PLAIN_COLON.matcher(joined(adoc)).replaceAll(String.valueOf(COLON));
        return parse(
                LABEL.matcher(colons).replaceAll(label -> Matcher.quoteReplacement(label.group().replace(',', COMMA))));
    }

    /// Returns a text with the characters that [#blocks(String)] hides from the parser.
    static String restored(String rendered) {
        return rendered.replace(COLON, ':').replace(COMMA, ',');
    }

    /// Parses a cell of a table: the parser leaves code and links in cells unparsed.
    public static List<Element> cell(Element cell) {
        return cell instanceof Text text && text.value().matches("(?s).*(`|link:|xref:).*")
                ? parse(text.value().strip())
                : List.of(cell);
    }

    private static List<Element> parse(String adoc) {
        var nothingToInclude = new Parser.ParserContext((reference, encoding) -> Optional.empty());
        return new Parser().parseBody(adoc, nothingToInclude).children();
    }

    /// Joins the lines of each paragraph: the parser drops the space after a line that ends in bold or code.
    private static String joined(String adoc) {
        var lines = new ArrayList<String>();
        for (String line : adoc.split("\n")) {
            boolean continues = !lines.isEmpty() && !line.matches("[^:]+:: .*")
                    && line.matches("[\\p{L}\\p{N}\"'`_(].*|\\*\\S.*")
                    && !lines.getLast().matches("|[=|.\\[:].*|(.)\\1{3,}");
            if (continues) {
                lines.add(lines.removeLast() + " " + line);
            } else {
                lines.add(line);
            }
        }
        return String.join("\n", lines);
    }
}
