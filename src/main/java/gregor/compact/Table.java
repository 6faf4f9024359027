package gregor.compact;

import module java.base;

import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;

/// A log as a table: the latest event of each key. A tombstone deletes the row. Kafka Streams: `KTable`.
///
/// The latest event is the one with the largest offset, whatever its timestamp. The rows have the order of their last
/// change. Events without a key are ignored.
/// One thread at a time may call it.
public final class Table {
    private static final int MAX_EVENTS = 500;

    private final Consumer consumer;
    private final SequencedMap<Key, Event> rows = new LinkedHashMap<>();

    /// Makes an empty table that reads from the position of a consumer. Nothing else may use that consumer.
    public Table(Consumer consumer) {
        this.consumer = consumer;
    }

    /// Makes a table of all events that a log has now.
    public static Table of(Log log) {
        var table = new Table(new Consumer("table", log));
        table.update();
        return table;
    }

    /// Reads the new events, and returns their number.
    ///
    /// @throws OffsetOutOfRangeException if the next event has been deleted; the events before it are in the table
    public long update() {
        long read = 0;
        for (List<Entry> some = consumer.poll(MAX_EVENTS); !some.isEmpty(); some = consumer.poll(MAX_EVENTS)) {
            some.forEach(entry -> apply(entry.event()));
            read += some.size();
        }
        return read;
    }

    private void apply(Event event) {
        if (event.key() == null) {
            return;
        }
        var key = new Key(event.key());
        rows.remove(key);
        if (event.value() != null) {
            rows.put(key, event);
        }
    }

    /// Returns the event of a key; empty if the key has no row.
    public Optional<Event> row(Key key) {
        return Optional.ofNullable(rows.get(key));
    }

    /// Returns the value of a key as text for display; empty if the key has no row.
    public Optional<String> text(String key) {
        return row(Key.of(key)).map(Event::text);
    }

    /// Returns an unmodifiable view of the rows.
    public SequencedMap<Key, Event> rows() {
        return Collections.unmodifiableSequencedMap(rows);
    }

    /// Appends each row as an event to a log.
    public void writeTo(Log log) {
        rows.values().forEach(log::append);
    }

    /// Returns the events of its rows: `[a, b]`.
    @Override
    public String toString() {
        return rows.values().toString();
    }
}
