package gregor.list;

import module java.base;

/// An immutable batch in memory; never empty.
public final class ListBatch implements Batch {
    private final Origin origin;
    private final List<Entry> entries;
    private final long maxTimestamp;
    private final int sizeInBytes;

    /// Makes a batch of entries with known offsets, such as the survivors of a compaction.
    ///
    /// @throws IllegalArgumentException if there are none, or their offsets do not ascend from 0 or more
    public ListBatch(Origin origin, List<Entry> entries) {
        this.origin = origin;
        this.entries = List.copyOf(entries);
        long previous = -1;
        long latest = Event.NO_TIMESTAMP;
        int size = 0;
        for (Entry entry : this.entries) {
            if (entry.offset() <= previous) {
                throw new IllegalArgumentException("offset " + entry.offset() + " comes after offset " + previous
                        + "; the offsets of a batch must ascend from 0 or more");
            }
            previous = entry.offset();
            latest = Math.max(latest, entry.event().timestamp());
            size = Math.addExact(size, entry.event().sizeInBytes());
        }
        if (previous == -1) {
            throw new IllegalArgumentException("a batch must have at least one event");
        }
        maxTimestamp = latest;
        sizeInBytes = size;
    }

    /// Makes a batch that is not in a log yet, of an unknown producer.
    public static ListBatch of(Event... events) {
        return of(Origin.UNKNOWN, List.of(events));
    }

    /// Makes a batch that is not in a log yet.
    public static ListBatch of(Origin origin, List<Event> events) {
        var entries = new ArrayList<Entry>(events.size());
        for (Event event : events) {
            entries.add(new Entry(entries.size(), event));
        }
        return new ListBatch(origin, entries);
    }

    @Override
    public long baseOffset() {
        return entries.getFirst().offset();
    }

    @Override
    public long lastOffset() {
        return entries.getLast().offset();
    }

    @Override
    public long maxTimestamp() {
        return maxTimestamp;
    }

    @Override
    public int sizeInBytes() {
        return sizeInBytes;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public Batch at(long baseOffset) {
        long shift = baseOffset - baseOffset();
        if (shift == 0) {
            return this;
        }
        var placed = new ArrayList<Entry>(entries.size());
        for (Entry entry : entries) {
            placed.add(new Entry(entry.offset() + shift, entry.event()));
        }
        return new ListBatch(origin, placed);
    }

    @Override
    public Iterator<Entry> iterator() {
        return entries.iterator();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
