package gregor.list;

import module java.base;

/// A log with its producers to the left and its consumers to the right, as Toy Kafka draws it.
///
/// ```
/// P1                         C1(5)
///    \                     /
///      [ 0 1 2 3 a 4 5 b 6 ]
///    /                     \
/// P2                         C2(0)
/// ```
///
/// A log that does not start at offset 0 shows its start: `10:[ k l m ]`. `·` is a gap, `†` a tombstone, and `…`
/// replaces entries for which the line is too short.
///
/// @param start the start of the log
/// @param end   the end of the log
public record Picture(long start, long end, List<Cell> cells, List<String> writers, List<String> readers) {
    private static final int MAX_CELLS = 24;
    private static final int MAX_WIDTH = 60;

    /// An offset and the text that is drawn for it.
    public record Cell(long offset, String text) {}

    /// Prints a log and its clients on the standard output.
    public static void draw(Log log, Client... clients) {
        System.out.println(of(log, clients).text());
    }

    /// Returns the picture of a log and its clients as they are now.
    public static Picture of(Log log, Client... clients) {
        long start = log.start();
        var writers = new ArrayList<String>();
        var readers = new ArrayList<String>();
        for (Client client : clients) {
            client.readPosition().ifPresentOrElse(
                    offset -> readers.add(client.name() + "(" + offset + (offset < start ? " is gone)" : ")")),
                    () -> writers.add(client.name()));
        }
        return new Picture(start, log.end(), cells(log), List.copyOf(writers), List.copyOf(readers));
    }

    private static List<Cell> cells(Log log) {
        if (log.end() - log.start() <= MAX_CELLS) {
            return cells(log, log.start(), log.end());
        }
        long head = log.start() + MAX_CELLS / 2;
        var cells = new ArrayList<>(cells(log, log.start(), head));
        cells.add(new Cell(head, "…"));
        cells.addAll(cells(log, log.end() - MAX_CELLS / 2, log.end()));
        return List.copyOf(cells);
    }

    private static List<Cell> cells(Log log, long from, long to) {
        String[] texts = new String[(int) (to - from)];
        Arrays.fill(texts, "·");
        if (from < to) {
            var reader = new Consumer("", log);
            reader.seek(from);
            reader.poll(texts.length).stream().filter(entry -> entry.offset() < to)
                    .forEach(entry -> texts[(int) (entry.offset() - from)] = label(entry.event()));
        }
        return IntStream.range(0, texts.length).mapToObj(i -> new Cell(from + i, texts[i])).toList();
    }

    /// Returns the text for an event: key and value if they are short, else the key, else the start of the value.
    private static String label(Event event) {
        String text = event.value() == null ? Utf8.show(event.key()) + "†" : event.toString();
        String shown = text.length() > 12 && event.key() != null ? Utf8.show(event.key()) + "…" : text;
        String line = shown.replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() <= 12 ? line : line.substring(0, 11) + "…";
    }

    /// Returns the picture as lines of text.
    public String text() {
        String row = row();
        int left = writers.stream().mapToInt(name -> name.length() + 3).max().orElse(0);
        int right = left + row.length() + 1;
        int arms = Math.max(writers.size(), readers.size()) / 2;
        var lines = new ArrayList<String>();
        for (int i = -arms; i < 0; i++) {
            lines.add(line(name(writers, i), right + 2, name(readers, i)));
        }
        if (arms > 0) {
            lines.add(line(arm(writers, left, "\\"), right, arm(readers, 2, "/")));
        }
        lines.add(middle(writers, left, "", " → ") + row + middle(readers, 0, " → ", ""));
        if (arms > 0) {
            lines.add(line(arm(writers, left, "/"), right, arm(readers, 2, "\\")));
        }
        for (int i = 1; i <= arms; i++) {
            lines.add(line(name(writers, i), right + 2, name(readers, i)));
        }
        return String.join("\n", lines);
    }

    private String row() {
        var texts = new ArrayList<>(cells.stream().map(Cell::text).toList());
        while (texts.size() > 3 && String.join(" ", texts).length() > MAX_WIDTH) {
            int middle = texts.size() / 2;
            List<String> few = texts.subList(middle - 1, middle + 1 + texts.size() % 2);
            few.clear();
            few.add("…");
        }
        texts.addFirst((start == 0 ? "" : start + ":") + "[");
        texts.addLast("]");
        return String.join(" ", texts);
    }

    /// Returns the name that is some lines above (negative) or below the log.
    private static String name(List<String> names, int line) {
        int half = names.size() / 2;
        if (Math.abs(line) > half) {
            return "";
        }
        return names.get(line < 0 ? half + line : names.size() - half + line - 1);
    }

    private static String arm(List<String> names, int width, String arm) {
        return names.size() < 2 ? "" : " ".repeat(width - 2) + arm;
    }

    private static String middle(List<String> names, int width, String before, String after) {
        boolean odd = names.size() % 2 == 1;
        String text = odd ? before + names.get(names.size() / 2) + after : "";
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String line(String left, int column, String right) {
        return (left + " ".repeat(Math.max(0, column - left.length())) + right).stripTrailing();
    }
}
