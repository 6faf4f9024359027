package gregor.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of a lesson. The grammar on top of AsciiDoc, with each block between two lines of `----`:
///
/// ```
/// [source.cell,java]                 Java to run; more roles: predict, error, once,
///                                    long, test, compare
/// [listing.output]                   the output of the cell before it; nothing else may be between them
/// [source,java,show="Type#member"]   our own source, written into the page by `gregor author sync`; a type
///                                    of another package is `package.Type`
/// [.question]                        a paragraph before a predict cell: what to predict
/// ```
///
/// @param title   the first line
/// @param concept the attribute `:concept:` below it: the lesson in one line; may be empty
public record Page(Path file, String title, String concept, List<Part> parts) {
    private static final Pattern ATTRIBUTES = Pattern.compile("\\[(\\w*)((?:\\.\\w+)*)((?:,.*)?)]");
    private static final Pattern SHOW = Pattern.compile("show=\"([^\"]+)\"");

    /// Reads a page.
    ///
    /// @throws LessonException if the page breaks the grammar; the message names file and line
    public static Page read(Path file) {
        try {
            return parse(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new LessonException("cannot read the lesson " + file, e);
        }
    }

    static Page parse(Path file, List<String> lines) {
        return new Reader(file, lines).page();
    }

    /// Returns the cells of the page.
    public List<Part.Cell> cells() {
        return parts.stream().filter(Part.Cell.class::isInstance).map(Part.Cell.class::cast).toList();
    }

    /// Returns the file for the plot that a cell ends with; it may not exist.
    public Path plot(Part.Cell cell) {
        return file.resolveSibling("plots")
                .resolve(file.getFileName().toString().replace(".adoc", "-" + cell.number() + ".js"));
    }

    /// Parses the lines in one pass.
    private static final class Reader {
        private final Path file;
        private final List<String> lines;
        private final List<Part> parts = new ArrayList<>();
        private final List<String> prose = new ArrayList<>();
        private int at;
        private String question;

        Reader(Path file, List<String> lines) {
            this.file = file;
            this.lines = lines;
        }

        Page page() {
            if (lines.isEmpty() || !lines.getFirst().startsWith("= ")) {
                throw wrong(1, "a lesson begins with its title: = Title");
            }
            String concept = "";
            for (at = 1; at < lines.size() && lines.get(at).startsWith(":"); at++) {
                if (lines.get(at).startsWith(":concept:")) {
                    concept = lines.get(at).substring(":concept:".length()).strip();
                }
            }
            while (at < lines.size()) {
                Matcher attributes = ATTRIBUTES.matcher(lines.get(at));
                if (attributes.matches() && isFence(at + 1)) {
                    block(attributes.group(1), Set.of(attributes.group(2).split("\\.")), attributes.group(3));
                } else if (isFence(at)) {
                    block("listing", Set.of(), "");
                } else if (lines.get(at).equals("[.question]")) {
                    question();
                } else {
                    prose.add(lines.get(at++));
                }
            }
            endProse();
            if (question != null) {
                throw wrong(lines.size(), "the last question is not followed by a predict cell");
            }
            return new Page(file, lines.getFirst().substring(2), concept, List.copyOf(parts));
        }

        private boolean isFence(int line) {
            return line < lines.size() && lines.get(line).equals("----");
        }

        private void block(String style, Set<String> roles, String attributes) {
            endProse();
            int fence = isFence(at) ? at : at + 1;
            at = fence + 1;
            String text = untilFence(fence);
            Matcher show = SHOW.matcher(attributes);
            if (roles.contains("cell")) {
                cell(fence + 2, text, roles);
            } else if (roles.contains("output")) {
                throw wrong(fence, "this output does not follow a cell");
            } else if (show.find()) {
                parts.add(new Part.Shown(fence + 2, show.group(1), text));
            } else {
                parts.add(new Part.Listing(fence + 2, text));
            }
        }

        private String untilFence(int fence) {
            int from = at;
            while (at < lines.size() && !isFence(at)) {
                at++;
            }
            if (at == lines.size()) {
                throw wrong(fence + 1, "this block is not closed; close it with a line of ----");
            }
            return String.join("\n", lines.subList(from, at++));
        }

        private void cell(int line, String code, Set<String> roles) {
            var kinds = EnumSet.noneOf(Part.Kind.class);
            for (Part.Kind kind : Part.Kind.values()) {
                if (roles.contains(kind.name().toLowerCase(Locale.ROOT))) {
                    kinds.add(kind);
                }
            }
            if (kinds.contains(Part.Kind.PREDICT) != (question != null)) {
                throw wrong(line - 2,
                        "a question belongs to a predict cell, and a predict cell needs a question before it");
            }
            int next = at;
            while (next < lines.size() && lines.get(next).isBlank()) {
                next++;
            }
            String expected = "";
            int outputLine = 0;
            if (next < lines.size() && lines.get(next).equals("[listing.output]") && isFence(next + 1)) {
                at = next + 2;
                outputLine = at + 1;
                expected = untilFence(next + 1);
            }
            int number = 1 + (int) parts.stream().filter(Part.Cell.class::isInstance).count();
            parts.add(new Part.Cell(line, number, code, kinds, question, expected, outputLine));
            question = null;
        }

        private void question() {
            endProse();
            var text = new ArrayList<String>();
            for (at++; at < lines.size() && !lines.get(at).isBlank(); at++) {
                text.add(lines.get(at));
            }
            question = String.join(" ", text);
        }

        private void endProse() {
            String adoc = String.join("\n", prose).strip();
            if (!adoc.isEmpty()) {
                if (question != null) {
                    throw wrong(at, "only a predict cell may follow a question");
                }
                int blank = (int) prose.stream().takeWhile(String::isBlank).count();
                parts.add(new Part.Prose(at - prose.size() + blank + 1, adoc));
            }
            prose.clear();
        }

        private LessonException wrong(int line, String what) {
            return new LessonException(file + ", line " + line + ": " + what);
        }
    }
}
