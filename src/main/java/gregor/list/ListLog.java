package gregor.list;

import java.util.ArrayList;
import java.util.List;

/// A log that is a list of batches. It lives in memory, and one thread at a time may call it.
public final class ListLog implements Log {
    private final List<Batch> batches = new ArrayList<>();
    private long start;
    private long end;
    private long sizeInBytes;

    @Override
    public long append(Batch batch) {
        Batch placed = batch.at(end);
        batches.add(placed);
        end = placed.lastOffset() + 1;
        sizeInBytes += placed.sizeInBytes();
        return placed.baseOffset();
    }

    @Override
    public List<Batch> read(long from, int maxBytes) {
        OffsetOutOfRangeException.check(from, this);
        return Batches.take(batches.listIterator(indexOf(from)), maxBytes);
    }

    /// Finds the first batch that does not end before an offset, by halving.
    private int indexOf(long offset) {
        int low = 0;
        int high = batches.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (batches.get(middle).lastOffset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long sizeInBytes() {
        return sizeInBytes;
    }

    @Override
    public void deleteBefore(long upTo) {
        if (upTo > start) {
            OffsetOutOfRangeException.check(upTo, this);
            start = upTo;
            give(indexOf(upTo), List.of());
        }
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        OffsetOutOfRangeException.check(upTo, this);
        int stays = indexOf(upTo);
        long from = batches.isEmpty() ? start : batches.getFirst().baseOffset();
        long to = stays == batches.size() ? end : batches.get(stays).baseOffset();
        Batches.checkSurvivors(survivors, from, to);
        give(stays, survivors);
    }

    /// Gives the first batches away for others.
    private void give(int count, List<Batch> others) {
        List<Batch> first = batches.subList(0, count);
        for (Batch batch : first) {
            sizeInBytes -= batch.sizeInBytes();
        }
        for (Batch batch : others) {
            sizeInBytes += batch.sizeInBytes();
        }
        first.clear();
        batches.addAll(0, others);
    }

    @Override
    public String toString() {
        return entries(start).toString();
    }
}
