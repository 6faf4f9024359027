package gregor.archive;

import module java.base;

import gregor.deque.ArchiveException;
import gregor.list.Entry;
import gregor.list.ListBatch;
import gregor.list.Batch;
import gregor.list.Log;
import gregor.list.Origin;

/// Replays an archived partition into a log, each event byte for byte.
///
/// All offsets move by the same number, and gaps stay gaps: the event at offset `archived + n` of the archive is at
/// `restored + n` of the log.
///
/// @param events   the number of restored events
/// @param archived the offset of the first of them in the archive; -1 if there is none
/// @param restored the offset of the first of them in the log; the end of the log if there is none
/// @param end      the end of the log after the restore
public record Restore(long events, long archived, long restored, long end) {
    private static final int CHUNK_EVENTS = 1000;
    private static final int CHUNK_BYTES = 1 << 19;
    private static final long MAX_GAP = 1 << 30;

    /// Appends an archived partition to a log, as the other method does.
    public static Restore into(Log log, ArchivedTopic topic, int partition) {
        return into(log::end, log::append, topic, partition);
    }

    /// Appends an archived partition to a log, whose retention must keep old events. The archive never changes.
    ///
    /// @param endOffset returns the offset of the next event
    /// @param appender  appends a batch
    /// @throws ArchiveException if the archive cannot be read, or has a gap of more than 2^30 offsets; the events
    ///                          before that place are restored
    public static Restore into(LongSupplier endOffset, Consumer<Batch> appender, ArchivedTopic topic, int partition) {
        long end = endOffset.getAsLong();
        try (Stream<Entry> entries = topic.entries(partition)) {
            Iterator<Entry> remaining = entries.iterator();
            if (!remaining.hasNext()) {
                return new Restore(0, -1, end, end);
            }
            Entry next = remaining.next();
            long archived = next.offset();
            long events = 0;
            while (next != null) {
                long base = archived + endOffset.getAsLong() - end;
                var chunk = new ArrayList<Entry>();
                int bytes = 0;
                do {
                    if (next.offset() - base > MAX_GAP) {
                        throw new ArchiveException(topic.partitions().get(partition)
                                + ": more than 2^30 offsets are missing before offset " + next.offset()
                                + ", which is more than a batch can span; restore a copy that ends there");
                    }
                    chunk.add(next);
                    bytes += next.event().sizeInBytes();
                    next = remaining.hasNext() ? remaining.next() : null;
                } while (next != null && chunk.size() < CHUNK_EVENTS
                        && bytes + next.event().sizeInBytes() < CHUNK_BYTES);
                appender.accept(new GapBatch(base, new ListBatch(Origin.UNKNOWN, chunk)));
                events += chunk.size();
            }
            return new Restore(events, archived, end, endOffset.getAsLong());
        }
    }

    @Override
    public String toString() {
        if (events == 0) {
            return "nothing was archived";
        }
        long last = archived + end - 1 - restored;
        return "%,d events, offsets %d to %d in the archive, %s".formatted(events, archived, last,
                archived == restored
                        ? "and the same in the log"
                        : "are %d to %d in the log".formatted(restored, end - 1));
    }
}
