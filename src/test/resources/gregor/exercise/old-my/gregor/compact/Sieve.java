package gregor.compact;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.ListBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says which events of a log stay when a round of compaction is over. It is shown the batches in their order.
final class Sieve {
    private final OffsetMap map;
    private final long[] latest;
    private final long from;
    private final long end;
    private final long tombstonesFrom;
    private int next;
    private boolean caught;

    /// Makes one from what was found in the dirty part.
    ///
    /// @param from           where the dirty part begins
    /// @param end            how far the map knows it; what comes from there on stays
    /// @param tombstonesFrom tombstones before this offset have stood long enough
    Sieve(OffsetMap map, long from, long end, long tombstonesFrom) {
        this.map = map;
        this.latest = map.offsets();
        this.from = from;
        this.end = end;
        this.tombstonesFrom = tombstonesFrom;
    }

    /// How far it goes.
    long end() {
        return end;
    }

    /// Whether anything had to go so far.
    boolean hasCaught() {
        return caught;
    }

    /// Returns what stays of a batch: the batch itself if that is all of it, empty if nothing does.
    Optional<Batch> sift(Batch batch) {
        int all = 0;
        var stay = new ArrayList<Entry>();
        for (Entry entry : batch) {
            all++;
            if (stays(entry)) {
                stay.add(entry);
            }
        }
        if (stay.size() == all) {
            return Optional.of(batch);
        }
        caught = true;
        return stay.isEmpty() ? Optional.empty() : Optional.of(rest(batch, stay));
    }

    /// A producer counts its events one by one, as the log does: the origin moves along with the first event.
    private static Batch rest(Batch batch, List<Entry> stay) {
        long gone = stay.getFirst().offset() - batch.baseOffset();
        return new ListBatch(batch.origin().after((int) gone), stay);
    }

    private boolean stays(Entry entry) {
        // To do: Say whether an event stays. What lies behind the end of this round stays. Before
        // it, of each key only the latest does; and a tombstone only as long as it has not stood
        // its time.
        throw new UnsupportedOperationException("Sieve.stays is not written yet");
    }

    /// In the clean part: its key does not come again.
    private boolean isLatest(byte[] key) {
        return key != null && !map.contains(key);
    }

    /// In the dirty part: it is one of those that the map points to. They come in the same order.
    private boolean isLatest(long offset) {
        while (next < latest.length && latest[next] < offset) {
            next++;
        }
        return next < latest.length && latest[next] == offset;
    }
}
