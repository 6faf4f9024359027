package gregor.lesson;

import module java.base;

import org.jline.utils.AttributedString;

/// Renders the parts of a lesson for a terminal.
///
/// @param width the number of columns
public record TerminalCells(TerminalStyle style, int width) {
    private static final int MAX_WIDTH = 100;

    /// Limits the width to what is comfortable to read: 40 to 100 columns.
    public static TerminalCells of(TerminalStyle style, int columns) {
        return new TerminalCells(style, Math.clamp(columns, 40, MAX_WIDTH));
    }

    String title(Chapter chapter, Page page) {
        String concept = page.concept().isEmpty() ? "" : "\n" + style.italic(page.concept());
        return style.bold(chapter.number() + ". " + page.title()) + concept + "\n" + style.faint("═".repeat(width))
                + "\n";
    }

    String part(Part part) {
        return switch (part) {
            case Part.Prose prose -> new TerminalProse(style, width).text(prose.adoc()).stripTrailing() + "\n";
            case Part.Listing listing -> TerminalProse.indent(listing.text(), "    ") + "\n";
            case Part.Shown shown -> box(shown.piece(), style.java(shown.code())) + "\n";
            case Part.Diagram diagram -> TerminalProse.indent(diagram.text(), "    ") + "\n"
                    + TerminalStyle.wrap(style.italic(diagram.description()), width, "    ") + "\n";
            case Part.ClassMap map -> new TerminalProse(style, width).text(map.adoc()) + "\n";
            case Part.Block block -> title(block) + "\n" + TerminalProse.indent(narrower().parts(block.parts()),
                    block.folded() ? "    " : style.yellow("┃ ")) + "\n";
            case Part.Cell cell -> throw new IllegalArgumentException("cell " + cell.number());
        };
    }

    String title(Part.Block block) {
        String title = style.bold(block.title());
        return block.folded() ? TerminalStyle.wrap(title, width, "▸ ") : style.yellow("┃ ") + title;
    }

    String parts(List<Part> parts) {
        return parts.stream().map(this::part).collect(Collectors.joining("\n")).stripTrailing();
    }

    private TerminalCells narrower() {
        return new TerminalCells(style, width - 4);
    }

    String cell(Part.Cell cell, int cells) {
        String kinds = Stream.of(Part.Kind.PREDICT, Part.Kind.TEST, Part.Kind.COMPARE).filter(cell::is)
                .map(kind -> " · " + kind.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining());
        String question = cell.question() == null
                ? ""
                : new TerminalProse(style, width).text("*Predict:* " + cell.question()) + "\n\n";
        String name = "cell " + cell.number() + " of " + cells + kinds;
        return question + box(cell.setup() == null ? name : name + " · " + cell.setup(), style.java(cell.code()));
    }

    /// Renders a cell for a learner who runs it: of a set-up cell only the title.
    String step(Part.Cell cell, int cells) {
        return cell.setup() == null
                ? cell(cell, cells)
                : style.faint("── ") + style.bold(cell.setup()) + style.faint(" (cell " + cell.number() + " of " + cells
                        + ", " + cell.code().lines().count() + " lines; :edit shows them)");
    }

    /// Renders the result of a cell; empty if it has none.
    String result(CellResult result) {
        String text = result.text();
        if (text.isEmpty()) {
            return "";
        }
        return TerminalProse.indent(result.ok() ? text : style.red(text), "  ");
    }

    private String box(String name, String text) {
        String top = "╭─ " + name + " ";
        return style.faint(top + "─".repeat(Math.max(0, width - TerminalStyle.width(top)))) + "\n" + text.lines()
                .flatMap(this::fold).map(line -> style.faint("│ ") + line).collect(Collectors.joining("\n")) + "\n"
                + style.faint("╰" + "─".repeat(width - 1));
    }

    /// Breaks a line of code that is wider than the box, after a space if there is one; each further line begins with
    /// an arrow.
    private Stream<String> fold(String line) {
        if (TerminalStyle.width(line) <= width - 2) {
            return Stream.of(line);
        }
        var pieces = new ArrayList<AttributedString>();
        AttributedString rest = AttributedString.fromAnsi(line);
        while (rest.columnLength() > width - 4) {
            String most = rest.columnSubSequence(0, width - 4).toString();
            int space = most.lastIndexOf(' ') + 1;
            int end = most.substring(0, space).isBlank() ? most.length() : space;
            pieces.add(rest.subSequence(0, end));
            rest = rest.subSequence(end, rest.length());
        }
        pieces.add(rest);
        return IntStream.range(0, pieces.size()).mapToObj(i -> (i == 0 ? "" : style.faint("↪ "))
                + (style.colour() ? pieces.get(i).toAnsi() : pieces.get(i).toString()));
    }
}
