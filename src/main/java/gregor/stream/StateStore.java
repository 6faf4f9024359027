package gregor.stream;

import module java.base;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Log;
import org.jspecify.annotations.Nullable;

/// What a step of a program remembers: the latest record of each key, or of each key and window.
///
/// Every change is an event in the store's changelog, so that the store can be restored from it. The changelog may be
/// compacted at any time. One thread at a time may call it.
public final class StateStore {
    private static final Comparator<WindowKey> BY_END = Comparator.<WindowKey>comparingLong(row -> row.window().end())
            .thenComparing(Comparator.naturalOrder());

    private static final int MAX_EVENTS = 500;

    private final String name;
    private final boolean windowed;
    private final Consumer<Event> changelog;
    private final NavigableMap<WindowKey, StreamRecord> rows = new TreeMap<>();
    private final NavigableSet<WindowKey> byEnd = new TreeSet<>(BY_END);
    private long streamTime = -1;

    /// Makes an empty store.
    ///
    /// @param windowed  whether its rows are about windows
    /// @param changelog receives each change as an event; a row that is removed as a tombstone
    StateStore(String name, boolean windowed, Consumer<Event> changelog) {
        this.name = name;
        this.windowed = windowed;
        this.changelog = changelog;
    }

    /// Reads the changelog, so that the store has the latest event of each key.
    void restore(Log log) {
        var consumer = new gregor.list.Consumer(name, log);
        for (List<Entry> some = consumer.poll(MAX_EVENTS); !some.isEmpty(); some = consumer.poll(MAX_EVENTS)) {
            some.forEach(entry -> restore(StreamRecord.of(entry.event())));
        }
    }

    private void restore(StreamRecord row) {
        String text = Objects.requireNonNull(row.key());
        WindowKey key = windowed ? WindowKey.parse(text) : WindowKey.of(text);
        set(key, row.withKey(key.key()));
    }

    /// Returns the largest timestamp of a record that was put: the time of the stream, as far as this store has seen it;
    /// -1 at first. It never goes back, and does not move while no record comes.
    public long streamTime() {
        return streamTime;
    }

    public Optional<StreamRecord> get(String key) {
        return get(WindowKey.of(key));
    }

    Optional<StreamRecord> get(WindowKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    /// Returns the rows of a key whose windows start between two times, both included.
    NavigableMap<WindowKey, StreamRecord> starting(String key, long from, long to) {
        return rows.subMap(new WindowKey(key, new Window(from, Long.MIN_VALUE), 0), true,
                new WindowKey(key, new Window(to, Long.MAX_VALUE), Integer.MAX_VALUE), true);
    }

    /// Sets a row, or removes it if the value is null.
    void put(WindowKey key, @Nullable String value, long timestamp) {
        var record = new StreamRecord(key.key(), value, timestamp);
        set(key, record);
        changelog.accept(record.withKey(key.toString()).event());
    }

    private void set(WindowKey key, StreamRecord record) {
        streamTime = Math.max(streamTime, record.timestamp());
        if (record.value() == null) {
            rows.remove(key);
            byEnd.remove(key);
        } else {
            rows.put(key, record);
            byEnd.add(key);
        }
    }

    /// Removes the rows whose windows end before a time.
    void removeEndingBefore(long time) {
        while (!byEnd.isEmpty() && byEnd.first().window().end() < time) {
            put(byEnd.first(), null, streamTime);
        }
    }

    public int size() {
        return rows.size();
    }

    /// Returns the values by key, for display; the key of a windowed row is `key@start/end`.
    public SortedMap<String, String> values() {
        var values = new TreeMap<String, String>();
        rows.forEach((key, row) -> values.put(key.toString(), String.valueOf(row.value())));
        return values;
    }

    @Override
    public String toString() {
        return name + values();
    }
}
