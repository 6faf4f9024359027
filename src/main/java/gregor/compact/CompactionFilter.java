package gregor.compact;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.ListBatch;

/// Decides which events of a log a compaction retains. It receives the batches in their order.
final class CompactionFilter {
    private final OffsetMap map;
    private final long[] latest;
    private final long from;
    private final long end;
    private final long tombstonesFrom;
    private int nextLatest;
    private boolean removed;

    /// @param map            the latest offset of each key in the dirty part
    /// @param from           the offset at which the dirty part begins
    /// @param end            the offset at which the map ends; all events from there on are retained
    /// @param tombstonesFrom the offset before which tombstones have expired
    CompactionFilter(OffsetMap map, long from, long end, long tombstonesFrom) {
        this.map = map;
        this.latest = map.offsets();
        this.from = from;
        this.end = end;
        this.tombstonesFrom = tombstonesFrom;
    }

    /// Returns the offset from which on all events are retained.
    long end() {
        return end;
    }

    /// Whether an event has been removed so far.
    boolean hasRemoved() {
        return removed;
    }

    /// Returns a batch of the retained events: the batch itself if all are retained, empty if none is.
    Optional<Batch> filter(Batch batch) {
        int all = 0;
        var retained = new ArrayList<Entry>();
        for (Entry entry : batch) {
            all++;
            if (isRetained(entry)) {
                retained.add(entry);
            }
        }
        if (retained.size() == all) {
            return Optional.of(batch);
        }
        removed = true;
        return retained.isEmpty() ? Optional.empty() : Optional.of(rest(batch, retained));
    }

    /// Makes the batch of the retained events. A producer numbers its events as the log does, so the sequence advances
    /// with the first offset.
    private static Batch rest(Batch batch, List<Entry> retained) {
        long removed = retained.getFirst().offset() - batch.baseOffset();
        var rest = new ListBatch(batch.origin().after((int) removed), retained);
        return batch instanceof RewritableBatch stored ? stored.rewritten(rest) : rest;
    }

    private boolean isRetained(Entry entry) {
        if (entry.offset() >= end) {
            return true;
        }
        return (entry.offset() < from ? isLatest(entry.event().key()) : isLatest(entry.offset()))
                && (entry.event().value() != null || entry.offset() >= tombstonesFrom);
    }

    /// Whether an event of the clean part is the latest of its key: the key is not in the dirty part.
    private boolean isLatest(byte[] key) {
        return key != null && !map.contains(key);
    }

    /// Whether an event of the dirty part is the latest of its key. Events and latest offsets have the same order.
    private boolean isLatest(long offset) {
        while (nextLatest < latest.length && latest[nextLatest] < offset) {
            nextLatest++;
        }
        return nextLatest < latest.length && latest[nextLatest] == offset;
    }
}
