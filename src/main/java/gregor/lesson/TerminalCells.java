package gregor.lesson;

import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;

/// The parts of a lesson as lines for a terminal.
///
/// @param width how many columns there are
public record TerminalCells(TerminalStyle ink, int width) {
    private static final int WIDEST = 100;

    /// Makes a screen that is no wider than reads well.
    public static TerminalCells of(TerminalStyle ink, int columns) {
        return new TerminalCells(ink, Math.clamp(columns, 40, WIDEST));
    }

    String title(Chapter chapter, Page page) {
        String concept = page.concept().isEmpty() ? "" : "\n" + ink.italic(page.concept());
        return ink.bold(chapter.number() + ". " + page.title()) + concept + "\n" + ink.faint("═".repeat(width)) + "\n";
    }

    /// Anything but a cell.
    String part(Part part) {
        return switch (part) {
            case Part.Prose prose -> new TerminalProse(ink, width).text(prose.adoc()) + "\n";
            case Part.Listing listing -> TerminalProse.indent(listing.text(), "    ") + "\n";
            case Part.Shown shown -> box(shown.piece(), ink.java(shown.code())) + "\n";
            case Part.Cell cell -> throw new IllegalArgumentException("cell " + cell.number());
        };
    }

    String cell(Part.Cell cell, int cells) {
        String kinds = Stream.of(Part.Kind.PREDICT, Part.Kind.TEST, Part.Kind.COMPARE).filter(cell::is)
                .map(kind -> " · " + kind.name().toLowerCase()).collect(Collectors.joining());
        String question = cell.question() == null ? "" : new TerminalProse(ink, width)
                .text("*Predict:* " + cell.question()) + "\n\n";
        return question + box("cell " + cell.number() + " of " + cells + kinds, ink.java(cell.code()));
    }

    /// What came of a cell; nothing if nothing did.
    String outcome(CellResult outcome) {
        String text = outcome.text();
        if (text.isEmpty()) {
            return "";
        }
        return TerminalProse.indent(outcome.ok() ? text : ink.red(text), "  ");
    }

    private String box(String name, String text) {
        String top = "╭─ " + name + " ";
        return ink.faint(top + "─".repeat(Math.max(0, width - TerminalStyle.width(top)))) + "\n"
                + text.lines().flatMap(this::fold).map(line -> ink.faint("│ ") + line).collect(Collectors.joining("\n"))
                + "\n" + ink.faint("╰" + "─".repeat(width - 1));
    }

    /// Breaks a line of code that is wider than the box, behind a space if there is one; what is left over begins with
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
        return IntStream.range(0, pieces.size()).mapToObj(i -> (i == 0 ? "" : ink.faint("↪ "))
                + (ink.colour() ? pieces.get(i).toAnsi() : pieces.get(i).toString()));
    }
}
