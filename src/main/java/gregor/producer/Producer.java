package gregor.producer;

import module java.base;

import gregor.list.Client;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;

/// Collects events, and appends them to a log in batches.
///
/// Collected events are not in the log yet, and are lost if the process ends.
/// One thread at a time may call it.
public final class Producer implements Client {
    private static final InstantSource NO_CLOCK = () -> Instant.ofEpochMilli(Event.NO_TIMESTAMP);

    private final String name;
    private final Log log;
    private final int batchSize;
    private final InstantSource clock;
    private List<Entry> collected = new ArrayList<>();
    private Origin origin;

    /// Makes a producer that appends each event at once, and adds no timestamps.
    public Producer(String name, Log log) {
        this(name, log, 1, Origin.UNKNOWN, NO_CLOCK);
    }

    /// Makes a producer that collects batches.
    ///
    /// @param batchSize the number of events in a batch
    /// @param origin    the origin of its first batch; the sequence continues from there
    /// @param clock     the timestamps of events that have none
    /// @throws IllegalArgumentException if the batch size is less than 1
    public Producer(String name, Log log, int batchSize, Origin origin, InstantSource clock) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch must have 1 event or more, not " + batchSize);
        }
        this.name = name;
        this.log = log;
        this.batchSize = batchSize;
        this.origin = origin;
        this.clock = clock;
    }

    /// Collects an event; flushes if the batch is full.
    public void send(Event event) {
        Event stamped = event.timestamp() == Event.NO_TIMESTAMP ? event.at(clock.instant()) : event;
        collected.add(new Entry(collected.size(), stamped));
        if (collected.size() >= batchSize) {
            flush();
        }
    }

    /// Appends the collected events as one batch. If the log refuses it, they stay collected for the next try.
    public void flush() {
        if (!collected.isEmpty()) {
            log.append(new ListBatch(origin, collected));
            origin = origin.after(collected.size());
            collected = new ArrayList<>(collected.size());
        }
    }

    public int collected() {
        return collected.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalLong readPosition() {
        return OptionalLong.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
