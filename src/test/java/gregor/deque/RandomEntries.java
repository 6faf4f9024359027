package gregor.deque;

import module java.base;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;

/// Entries with all that is difficult in a CSV file.
public final class RandomEntries {
    private RandomEntries() {}

    /// Reads an archive.
    public static List<Entry> read(Path file) {
        try (Stream<Entry> entries = CsvArchive.entries(file)) {
            return entries.toList();
        }
    }

    /// Makes entries from an offset on, some with gaps between them.
    public static List<Entry> of(Random random, long offset, int count) {
        String spice = ",\"\n\r\t '=🚚éab:64base0,";
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < count; i++) {
            byte[][] parts = new byte[4][];
            for (int part = 0; part < parts.length; part++) {
                var bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                var text = new StringBuilder();
                random.ints(random.nextInt(20), 0, spice.codePointCount(0, spice.length()))
                        .forEach(at -> text.appendCodePoint(spice.codePointAt(spice.offsetByCodePoints(0, at))));
                parts[part] = switch (random.nextInt(4)) {
                    case 0 -> null;
                    case 1 -> bytes;
                    default -> Utf8.bytes(text.toString());
                };
            }
            var headers = new ArrayList<Header>();
            for (int header = random.nextInt(3); header > 0; header--) {
                headers.add(new Header("h" + random.nextInt(2), parts[header]));
            }
            entries.add(new Entry(offset, new Event(random.nextLong(-1, 1L << 42), parts[0], parts[3], headers)));
            offset += 1 + random.nextInt(2);
        }
        return entries;
    }
}
