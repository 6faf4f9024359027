package gregor.stream;

import module java.base;

/// The key of a row in a [StateStore]: a key, the window that the row is about, and a number where a window has several
/// rows of the key. Kafka Streams: `Windowed`.
record WindowKey(String key, Window window, int number) implements Comparable<WindowKey> {
    /// The window of rows that are not about a window.
    static final Window ALWAYS = new Window(0, Long.MAX_VALUE);
    private static final Comparator<WindowKey> ORDER = Comparator.comparing(WindowKey::key)
            .thenComparingLong(row -> row.window.start()).thenComparingLong(row -> row.window.end())
            .thenComparingInt(WindowKey::number);

    private static final Pattern TEXT = Pattern.compile("(.*)@(\\d+)/(\\d+)(?:#(\\d+))?", Pattern.DOTALL);

    static WindowKey of(String key) {
        return new WindowKey(key, ALWAYS, 0);
    }

    static WindowKey of(String key, Window window) {
        return new WindowKey(key, window, 0);
    }

    /// Reads what [#toString()] wrote.
    static WindowKey parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the key \"" + text + "\" of a changelog is not key@start/end");
        }
        int number = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
        return new WindowKey(matcher.group(1),
                new Window(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))), number);
    }

    @Override
    public int compareTo(WindowKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return window.equals(ALWAYS) ? key : key + "@" + window + (number == 0 ? "" : "#" + number);
    }
}
