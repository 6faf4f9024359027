package gregor.compact;

import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A log seen as a table: for each key, the latest event. A tombstone takes the row away. Kafka Streams: `KTable`.
///
/// The latest is the one with the largest offset, whatever its timestamp says. The rows stand in the order of
/// their last change. Events without a key are no rows.
/// One thread at a time may call it.
public final class Table {
    private static final int SOME = 500;

    private final Consumer consumer;
    private final SequencedMap<Key, Event> rows = new LinkedHashMap<>();

    /// Makes an empty table that reads from where a consumer stands; nobody else moves that consumer.
    public Table(Consumer consumer) {
        this.consumer = consumer;
    }

    /// Reads all that a log has now into a table.
    public static Table of(Log log) {
        var table = new Table(new Consumer("table", log));
        table.update();
        return table;
    }

    /// Reads what is new, and returns how many events that were.
    ///
    /// @throws OffsetOutOfRangeException if what comes next has left the log; what was read until then is in the table
    public long update() {
        long read = 0;
        for (List<Entry> some = consumer.poll(SOME); !some.isEmpty(); some = consumer.poll(SOME)) {
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

    /// Returns the row of a key; empty if there is none.
    public Optional<Event> row(Key key) {
        return Optional.ofNullable(rows.get(key));
    }

    /// Returns the value of a row as text, for people; empty if there is no such row.
    public Optional<String> text(String key) {
        return row(Key.of(key)).map(Event::text);
    }

    /// The rows as they are now, for looking only.
    public SequencedMap<Key, Event> rows() {
        return Collections.unmodifiableSequencedMap(rows);
    }

    /// Turns the table back into a log: appends each row as an event.
    public void writeTo(Log log) {
        rows.values().forEach(log::append);
    }

    @Override
    public String toString() {
        return rows.values().toString();
    }
}
