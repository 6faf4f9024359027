package gregor.lesson;

import io.yupiik.asciidoc.model.Element;
import io.yupiik.asciidoc.model.Text;
import io.yupiik.asciidoc.parser.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parses AsciiDoc into a tree.
public final class Asciidoc {
    private Asciidoc() {}

    /// Parses a piece of AsciiDoc; includes are omitted.
    public static List<Element> blocks(String adoc) {
        return parse(joined(adoc));
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
