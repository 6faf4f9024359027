package gregor.list;

import module java.base;

/// The sample events in `data/`, one a line, in the order of their arrival.
///
/// ```
/// event_id,topic_name,timestamp,key,message
/// 1,deliveries,2026-03-02T00:03:11.482Z,truck-17,truck--ontime--australia-melbourne-1021
/// ```
///
/// No cell of these files has a comma or a quote, so that `split` can read them.
public final class Sample {
    /// The first line of each file.
    public static final String HEADER = "event_id,topic_name,timestamp,key,message";

    private Sample() {}

    public static Path home() {
        return Path.of(System.getProperty("gregor.home", "."));
    }

    /// Returns the events of the drivers: parcels delivered on time, late, or not at all.
    public static List<Event> deliveries() {
        return read(home().resolve("data/deliveries.csv"));
    }

    /// Returns the events of the warehouses: parcels packed, shipped, arrived.
    public static List<Event> shipping() {
        return read(home().resolve("data/shipping.csv"));
    }

    /// Reads a file of sample events.
    ///
    /// @throws IllegalArgumentException if it is missing or has another format; the message names file and line
    public static List<Event> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
                throw new IllegalArgumentException(file + ", line 1: the header should be " + HEADER);
            }
            var events = new ArrayList<Event>(lines.size());
            for (int i = 1; i < lines.size(); i++) {
                events.add(event(file, i + 1, lines.get(i)));
            }
            return events;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + " is missing; create it with ./gregor author data", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Event event(Path file, int line, String text) {
        String[] cells = text.split(",", -1);
        try {
            return Event.of(cells[3], cells[4]).at(Instant.parse(cells[2]));
        } catch (ArrayIndexOutOfBoundsException | DateTimeException e) {
            throw new IllegalArgumentException(file + ", line " + line + ": \"" + text + "\" is not a row of " + HEADER,
                    e);
        }
    }
}
