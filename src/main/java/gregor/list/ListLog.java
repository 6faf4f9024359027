package gregor.list;

import module java.base;

/// A log in memory, a list of batches. One thread at a time may call it.
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

    /// Returns a list that later changes of the log do not affect.
    @Override
    public List<Batch> read(long from, int maxBytes) {
        OffsetOutOfRangeException.check(from, this);
        return Batches.take(batches.listIterator(indexOf(from)), maxBytes);
    }

    /// Finds the first batch whose last offset is at least `offset`.
    private int indexOf(long offset) {
        return BinarySearch.count(batches.size(), i -> batches.get(i).lastOffset() < offset);
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
            replaceFirst(indexOf(upTo), List.of());
        }
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        OffsetOutOfRangeException.check(upTo, this);
        int count = indexOf(upTo);
        long from = batches.isEmpty() ? start : batches.getFirst().baseOffset();
        long to = count == batches.size() ? end : batches.get(count).baseOffset();
        Batches.checkSurvivors(survivors, from, to);
        replaceFirst(count, survivors);
    }

    /// Replaces the first batches by others.
    private void replaceFirst(int count, List<Batch> others) {
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

    /// Returns its entries: `[0:a, 1:b]`.
    @Override
    public String toString() {
        return entries(start).toString();
    }
}
