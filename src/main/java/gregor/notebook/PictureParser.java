package gregor.notebook;

import module java.base;

import gregor.notebook.LogDrawing.Box;
import gregor.notebook.LogDrawing.Kind;
import gregor.notebook.LogDrawing.ReaderMark;

/// Finds pictures of logs in the output of a cell, in the format of `gregor.list.Picture`.
final class PictureParser {
    private static final Pattern ROW = Pattern.compile("(|\\S[^\"{}=\\[\\]]*?\\s{2,}|\\s+)(?:(\\S+) → )?"
            + "(?:(\\d+):)?\\[ (.*? )?](?: → (\\S.*\\(.*\\)|\\S+))?");
    // The groups of a row, by number: a page runs this class, too, and its patterns have no named groups.
    private static final int LABEL = 1;
    private static final int WRITER = 2;
    private static final int START = 3;
    private static final int CELLS = 4;
    private static final int READER = 5;
    private static final Pattern ARMS = Pattern.compile("\\s*[\\\\/](?:\\s+[\\\\/])?\\s*");
    private static final Pattern NAMED_READER = Pattern.compile("(.+)\\((.+)\\)");

    /// A piece of text, perhaps with a picture that replaces it.
    ///
    /// @param picture null if there is none
    record TextOrPicture(String text, LogDrawing picture) {}

    private final List<String> lines;
    private final List<TextOrPicture> pieces = new ArrayList<>();
    private final List<String> plain = new ArrayList<>();

    private PictureParser(String text) {
        lines = text.lines().toList();
    }

    /// Splits a text into pictures and the text between them.
    static List<TextOrPicture> pieces(String text) {
        return new PictureParser(text).read();
    }

    private List<TextOrPicture> read() {
        for (int at = 0; at < lines.size(); at++) {
            Matcher row = ROW.matcher(lines.get(at));
            if (!row.matches()) {
                plain.add(lines.get(at));
                continue;
            }
            int arms = arms(at, row);
            int above = arms == 0 ? 0 : arms + 1;
            List<String> around = new ArrayList<>(plain.subList(plain.size() - above, plain.size()));
            plain.subList(plain.size() - above, plain.size()).clear();
            endPlain();
            around.add(lines.get(at));
            around.addAll(lines.subList(at + 1, at + 1 + above));
            pieces.add(new TextOrPicture(String.join("\n", around), drawing(row, around, above)));
            at += above;
        }
        endPlain();
        return List.copyOf(pieces);
    }

    private void endPlain() {
        if (!String.join("", plain).isBlank()) {
            pieces.add(new TextOrPicture(String.join("\n", plain), null));
        }
        plain.clear();
    }

    /// Returns the number of lines with names above the row; the same number is below it.
    private int arms(int row, Matcher match) {
        if (plain.isEmpty() || !ARMS.matcher(plain.getLast()).matches() || row + 1 == lines.size()
                || !ARMS.matcher(lines.get(row + 1)).matches()) {
            return 0;
        }
        int below = 0;
        while (row + 2 + below < lines.size() && !lines.get(row + 2 + below).isBlank()
                && !ARMS.matcher(lines.get(row + 2 + below)).matches()
                && !ROW.matcher(lines.get(row + 2 + below)).matches()) {
            below++;
        }
        int above = (int) plain.reversed().stream().skip(1).takeWhile(line -> !line.isBlank()).count();
        int from = match.start(START) < 0
                ? match.end(WRITER) < 0 ? match.end(LABEL) : match.end(WRITER) + 3
                : match.start(START);
        int to = match.end(READER) < 0 ? match.end() : match.start(READER) - 3;
        for (int arms = Math.min(above, below); arms > 0; arms--) {
            var names = new ArrayList<>(plain.subList(plain.size() - 1 - arms, plain.size() - 1));
            names.addAll(lines.subList(row + 2, row + 2 + arms));
            if (fit(names, from, to, match.end(WRITER))) {
                return arms;
            }
        }
        return 0;
    }

    /// Reports whether names are in the columns next to a row that extends from one column to another.
    private static boolean fit(List<String> names, int from, int to, int middle) {
        int longest = middle;
        for (String line : names) {
            String left = line.substring(0, Math.min(from, line.length())).stripTrailing();
            String right = line.length() <= from ? "" : line.substring(from);
            longest = Math.max(longest, left.length());
            if (!right.isBlank() && right.length() - right.stripLeading().length() != to - from + 3) {
                return false;
            }
        }
        return longest <= 0 || longest == from - 3;
    }

    private static LogDrawing drawing(Matcher row, List<String> around, int above) {
        var writers = new ArrayList<String>();
        var readers = new ArrayList<ReaderMark>();
        int middle = row.start(CELLS) < 0 ? row.end() : row.start(CELLS);
        for (int i = 0; i < around.size(); i++) {
            if (i == above) {
                add(writers, row.group(WRITER));
                addReader(readers, row.group(READER));
            } else if (!ARMS.matcher(around.get(i)).matches()) {
                String line = around.get(i);
                add(writers, line.substring(0, Math.min(middle, line.length())).strip());
                addReader(readers, line.substring(Math.min(middle, line.length())).strip());
            }
        }
        long start = row.group(START) == null ? 0 : Long.parseLong(row.group(START));
        List<Box> boxes = boxes(start, row.group(CELLS));
        boolean known = boxes.stream().noneMatch(box -> box.kind() == Kind.MORE);
        return new LogDrawing(row.group(LABEL).strip(), start, known ? start + boxes.size() : -1, boxes,
                List.copyOf(writers), List.copyOf(readers), List.of(), -1, "");
    }

    private static void add(List<String> names, String name) {
        if (name != null && !name.isEmpty()) {
            names.add(name);
        }
    }

    private static void addReader(List<ReaderMark> readers, String text) {
        if (text == null || text.isEmpty()) {
            return;
        }
        Matcher reader = NAMED_READER.matcher(text);
        if (!reader.matches()) {
            readers.add(new ReaderMark(text, -1, ""));
        } else {
            Matcher offset = Pattern.compile("\\d+").matcher(reader.group(2));
            readers.add(new ReaderMark(reader.group(1), offset.lookingAt() ? Long.parseLong(offset.group()) : -1,
                    reader.group(2)));
        }
    }

    private static List<Box> boxes(long start, String cells) {
        var boxes = new ArrayList<Box>();
        long offset = start;
        for (String text : texts(cells == null ? "" : cells.strip())) {
            boxes.add(Box.of(offset, text));
            offset = boxes.getLast().offset() < 0 ? -1 : offset + 1;
        }
        return List.copyOf(boxes);
    }

    /// Splits cells into texts. A value may contain a space: if events have keys, a word without key continues the
    /// event before it.
    private static List<String> texts(String cells) {
        var texts = new ArrayList<String>();
        List<String> words = cells.isEmpty() ? List.of() : Arrays.asList(cells.split(" "));
        boolean keys = words.stream().anyMatch(word -> word.contains("="));
        for (String word : words) {
            boolean own = !keys || texts.isEmpty() || word.contains("=") || word.equals("…") || word.equals("·")
                    || word.endsWith("†") || word.endsWith("…");
            texts.add(own ? word : texts.removeLast() + " " + word);
        }
        return texts;
    }
}
