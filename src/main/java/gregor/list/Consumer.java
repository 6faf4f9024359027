package gregor.list;

import module java.base;

/// Reads a log at its own pace. The log does not know its consumers: each consumer stores its own position.
///
/// One thread at a time may call it.
public final class Consumer implements Client {
    private static final int MAX_BYTES = 1 << 20;

    private final String name;
    private final Log log;
    private long position;

    /// Starts at the earliest event that the log has now.
    public Consumer(String name, Log log) {
        this(name, log, log.start());
    }

    /// Starts at an offset. The first read checks whether the log has it.
    public Consumer(String name, Log log, long position) {
        this.name = name;
        this.log = log;
        this.position = position;
    }

    /// Returns the offset of the event that it reads next, as in Kafka; not that of the last event it read.
    public long position() {
        return position;
    }

    /// Sets the position. The next read checks whether the log has this offset.
    public void seek(long offset) {
        position = offset;
    }

    /// Sets the position to the earliest event that the log has now.
    public void seekToBeginning() {
        position = log.start();
    }

    /// Sets the position after the latest event that the log has now.
    public void seekToEnd() {
        position = log.end();
    }

    /// Reads the next events and moves the position after them; returns none at the end.
    ///
    /// @throws OffsetOutOfRangeException if the position is before the start of the log or after its end
    /// @throws IllegalArgumentException  if `maxEvents` is less than 1
    public List<Entry> poll(int maxEvents) {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("poll for 1 event or more, not for " + maxEvents);
        }
        var polled = new ArrayList<Entry>();
        long before;
        do {
            before = position;
            for (Batch batch : log.read(position, MAX_BYTES)) {
                for (Entry entry : batch) {
                    if (polled.size() == maxEvents) {
                        return polled;
                    }
                    if (entry.offset() >= position) {
                        polled.add(entry);
                        position = entry.offset() + 1;
                    }
                }
                position = batch.lastOffset() + 1;
            }
        } while (polled.isEmpty() && position > before);
        return polled;
    }

    /// Reads the next event; empty at the end.
    ///
    /// @throws OffsetOutOfRangeException as [#poll(int)] does
    public Optional<Entry> next() {
        return poll(1).stream().findFirst();
    }

    /// Reads the earliest event that the log has now; empty if it has none.
    public Optional<Entry> earliest() {
        seekToBeginning();
        return next();
    }

    /// Reads the latest event that the log has now; empty if it has none.
    public Optional<Entry> latest() {
        position = Math.max(log.start(), log.end() - 1);
        return next();
    }

    /// Reads the event at an offset, or the next one if compaction has removed it; empty at the end.
    ///
    /// @throws OffsetOutOfRangeException if the offset is before the start of the log or after its end
    public Optional<Entry> at(long offset) {
        OffsetOutOfRangeException.check(offset, log);
        seek(offset);
        return next();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalLong readPosition() {
        return OptionalLong.of(position);
    }

    /// Returns its name and its position: `C(2)`.
    @Override
    public String toString() {
        return name + "(" + position + ")";
    }
}
