package gregor.archive;

import gregor.deque.ArchiveException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.stream.Stream;

/// The way back: an archived partition is replayed into a log, each event as it was, byte for byte.
///
/// All offsets move by the same number, and gaps stay gaps. So an event that was at offset `archived + n` is at
/// `restored + n` now; and if the two are equal, nothing has moved at all.
///
/// @param events   how many came back
/// @param archived the offset of the first of them in the archive; -1 if there is none
/// @param restored the offset that it has now; where it would be if there is none
/// @param end      the end of the log now
public record Restore(long events, long archived, long restored, long end) {
    private static final int CHUNK_EVENTS = 1000;
    private static final int CHUNK_BYTES = 1 << 19;
    private static final long WIDEST_GAP = 1 << 30;

    /// Where the events are replayed to: the end of a log.
    public interface Target {
        /// The offset of the next event to be written.
        long end();

        /// Appends a batch at the end.
        void append(Batch batch);
    }

    /// Appends the archive of a partition to a log, as [#into(Target, ArchivedTopic, int)] does.
    ///
    /// @throws ArchiveException if the archive cannot be read, or has a gap of more than 2^30 offsets
    public static Restore into(Log to, ArchivedTopic topic, int partition) {
        return into(new Target() {
            @Override
            public long end() {
                return to.end();
            }

            @Override
            public void append(Batch batch) {
                to.append(batch);
            }
        }, topic, partition);
    }

    /// Appends the archive of a partition to a log.
    ///
    /// @param to its retention must not delete old events, or the restored ones are deleted at once
    /// @throws ArchiveException if the archive cannot be read, or has a gap of more than 2^30 offsets; what stands
    ///                          before has come back then, and the archive itself never changes
    public static Restore into(Target to, ArchivedTopic topic, int partition) {
        long end = to.end();
        try (Stream<Entry> entries = topic.entries(partition)) {
            Iterator<Entry> rest = entries.iterator();
            if (!rest.hasNext()) {
                return new Restore(0, -1, end, end);
            }
            Entry next = rest.next();
            long archived = next.offset();
            long events = 0;
            while (next != null) {
                long base = archived + to.end() - end;
                var chunk = new ArrayList<Entry>();
                int bytes = 0;
                do {
                    if (next.offset() - base > WIDEST_GAP) {
                        throw new ArchiveException(topic.partitions().get(partition)
                                + ": more than 2^30 offsets are missing before offset "
                                + next.offset() + ", and no batch spans that many; restore up to there only, from a copy");
                    }
                    chunk.add(next);
                    bytes += next.event().sizeInBytes();
                    next = rest.hasNext() ? rest.next() : null;
                } while (next != null && chunk.size() < CHUNK_EVENTS
                        && bytes + next.event().sizeInBytes() < CHUNK_BYTES);
                to.append(new GapBatch(base, new ListBatch(Origin.UNKNOWN, chunk)));
                events += chunk.size();
            }
            return new Restore(events, archived, end, to.end());
        }
    }

    /// What came back, in a sentence.
    @Override
    public String toString() {
        if (events == 0) {
            return "nothing was archived";
        }
        long last = archived + end - 1 - restored;
        return "%,d events, offsets %d to %d in the archive, %s".formatted(events, archived, last, archived == restored
                ? "and the same in the log" : "are %d to %d in the log".formatted(restored, end - 1));
    }
}
