package gregor.lesson;

import module java.base;

/// Parses the lines of a [Page] in one pass.
final class PageReader {
    private static final Pattern ATTRIBUTES = Pattern.compile("\\[(\\w*)((?:\\.\\w+)*)((?:,.*)?)]");
    private static final Pattern NAMED = Pattern.compile("(show|from|lines|map)=(?:\"([^\"]*)\"|(\\d+))");
    private static final String TITLE = "\\.[^. ].*";
    private static final String FOLDED = "[%collapsible]";
    private static final String FOLD = "====";
    private static final String SIDEBAR = "****";
    private static final String FENCE = "----";
    private static final String TABLE = "|===";
    private static final String ANSWER = ".Answer";

    private final Path file;
    private final List<String> lines;
    private int at;
    private int cells;

    PageReader(Path file, List<String> lines) {
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
        return new Page(file, lines.getFirst().substring(2), concept, List.copyOf(parts(null)));
    }

    /// Reads parts up to a line; null for the end of the file.
    private List<Part> parts(String end) {
        var parts = new ArrayList<Part>();
        int prose = at;
        while (at < lines.size() && !lines.get(at).equals(end)) {
            int start = at;
            Part part = next();
            if (at == start) {
                at++;
                continue;
            }
            addProse(prose, start, parts);
            prose = at;
            parts.add(part);
        }
        addProse(prose, at, parts);
        return parts;
    }

    private void addProse(int from, int to, List<Part> parts) {
        List<String> prose = lines.subList(from, to);
        String adoc = String.join("\n", prose).strip();
        if (!adoc.isEmpty()) {
            int blank = (int) prose.stream().takeWhile(String::isBlank).count();
            parts.add(new Part.Prose(from + blank + 1, adoc));
        }
    }

    /// Reads the part that begins at the current line. Returns null for prose, of which it reads nothing.
    private Part next() {
        String title = is(at, TITLE) ? lines.get(at).substring(1) : null;
        int block = title == null ? at : at + 1;
        if (isLine(block, FOLDED) && isLine(block + 1, FOLD)) {
            return folded(title, block);
        } else if (isLine(block, SIDEBAR)) {
            at = block + 1;
            return block(false, title == null ? "" : title, SIDEBAR);
        } else if (roles(block).contains("diagram")) {
            return diagram(title, block);
        } else if (title != null) {
            return null;
        } else if (roles(at).contains("cell")) {
            return cell(null);
        } else if (isLine(at, FENCE) || !roles(at).isEmpty()) {
            return listing();
        } else if (isLine(at, "[.question]")) {
            return question();
        }
        return line(at).startsWith("[map=") ? map() : null;
    }

    /// Returns the roles of a listing whose attributes are in a line; empty if no listing begins there.
    private Set<String> roles(int index) {
        Matcher attributes = ATTRIBUTES.matcher(line(index));
        return attributes.matches() && isLine(index + 1, FENCE) ? Set.of(attributes.group(2).split("\\.")) : Set.of();
    }

    private String line(int index) {
        return index < lines.size() ? lines.get(index) : "";
    }

    private boolean isLine(int index, String text) {
        return line(index).equals(text);
    }

    private boolean is(int index, String regex) {
        return line(index).matches(regex);
    }

    /// Returns the index of the first line from one on that is not blank.
    private int afterBlank(int index) {
        int next = index;
        while (next < lines.size() && lines.get(next).isBlank()) {
            next++;
        }
        return next;
    }

    /// Reads a folded block: the set-up if it contains a cell.
    private Part folded(String title, int attributes) {
        if (title == null) {
            throw wrong(attributes + 1, "a folded block needs a line above it: .Title");
        } else if (ANSWER.equals("." + title)) {
            throw wrong(attributes, "an answer follows a predict cell, with nothing else but its output between them");
        }
        at = attributes + 2;
        Part.Block block = block(true, title, FOLD);
        List<Part> cells = block.parts().stream().filter(Part.Cell.class::isInstance).toList();
        if (cells.isEmpty()) {
            return block;
        } else if (block.parts().size() > 1 || ((Part.Cell) cells.getFirst()).question() != null) {
            throw wrong(attributes + 1, "a folded block with a cell contains nothing else");
        }
        var cell = (Part.Cell) cells.getFirst();
        return new Part.Cell(cell.line(), cell.number(), cell.code(), cell.kinds(), null, cell.expected(),
                cell.outputLine(), title, null);
    }

    /// Reads the parts of a block whose first line is the current one.
    private Part.Block block(boolean folded, String title, String end) {
        int first = at;
        List<Part> parts = parts(end);
        if (at == lines.size()) {
            throw wrong(first, "this block is not closed; close it with a line of " + end);
        }
        at++;
        return new Part.Block(first + 1, folded, title, List.copyOf(parts));
    }

    private Part diagram(String title, int attributes) {
        if (title == null) {
            throw wrong(attributes + 1, "a diagram needs a line above it that describes it: .Sentence");
        }
        at = attributes + 2;
        return new Part.Diagram(at + 1, title, until(FENCE));
    }

    private Part listing() {
        String attributes = isLine(at, FENCE) ? "" : line(at);
        if (roles(at).contains("output")) {
            throw wrong(at + 1, "this output does not follow a cell");
        }
        at += attributes.isEmpty() ? 1 : 2;
        int line = at + 1;
        String text = until(FENCE);
        String shown = attribute("show", attributes);
        String count = attribute("lines", attributes);
        return shown.isEmpty()
                ? new Part.Listing(line, text)
                : new Part.Shown(line, shown, attribute("from", attributes),
                        count.isEmpty() ? 0 : Integer.parseInt(count), text);
    }

    private static String attribute(String name, String attributes) {
        return NAMED.matcher(attributes).results().filter(match -> match.group(1).equals(name)).findFirst()
                .map(match -> match.group(2) == null ? match.group(3) : match.group(2)).orElse("");
    }

    /// Reads the lines up to one that ends the block whose first line is the current one.
    private String until(String end) {
        int from = at;
        while (at < lines.size() && !isLine(at, end)) {
            at++;
        }
        if (at == lines.size()) {
            throw wrong(from, "this block is not closed; close it with a line of " + end);
        }
        return String.join("\n", lines.subList(from, at++));
    }

    /// Reads a question and the predict cell that must follow it.
    private Part.Cell question() {
        int end = at + 1;
        while (!line(end).isBlank()) {
            end++;
        }
        String question = String.join(" ", lines.subList(at + 1, end));
        at = afterBlank(end);
        if (!roles(at).contains("cell")) {
            throw wrong(end,
                    at == lines.size()
                            ? "the last question is not followed by a predict cell"
                            : "only a predict cell may follow a question");
        }
        return cell(question);
    }

    /// Reads a cell, its output, and after a prediction its answer.
    private Part.Cell cell(String question) {
        Set<String> roles = roles(at);
        at += 2;
        int line = at + 1;
        String code = until(FENCE);
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
        int number = ++cells;
        Output output = output();
        Part.Block answer = null;
        int next = afterBlank(at);
        if (question != null && isLine(next, ANSWER) && isLine(next + 1, FOLDED) && isLine(next + 2, FOLD)) {
            at = next + 3;
            int first = at + 1;
            output = output.line() > 0 ? output : output();
            Part.Block rest = block(true, "Answer", FOLD);
            if (cells > number) {
                throw wrong(first - 1, "an answer contains no cell");
            }
            answer = new Part.Block(first, true, rest.title(), rest.parts());
        }
        return new Part.Cell(line, number, code, kinds, question, output.text(), output.line(), null, answer);
    }

    /// The output of a cell.
    ///
    /// @param line its first line; 0 if it has none
    private record Output(int line, String text) {}

    private Output output() {
        int next = afterBlank(at);
        if (!isLine(next, "[listing.output]") || !isLine(next + 1, FENCE)) {
            return new Output(0, "");
        }
        at = next + 2;
        return new Output(at + 1, until(FENCE));
    }

    private Part map() {
        if (!isLine(at + 1, TABLE)) {
            throw wrong(at + 1, "a map is directly above a table: |===");
        }
        List<String> types = List.of(attribute("map", lines.get(at)).strip().split("\\s+"));
        int first = at + 1;
        at = first + 1;
        until(TABLE);
        return new Part.ClassMap(first + 1, types, String.join("\n", lines.subList(first, at)));
    }

    private LessonException wrong(int line, String what) {
        return new LessonException(file + ", line " + line + ": " + what);
    }
}
