package gregor.list;

import module java.base;

/// A log in memory that keeps its batches in a dictionary, by their last offsets. One thread at a time may call it.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
public final class DictionaryLog implements Log {
    private final TreeMap<Long, Batch> batches = new TreeMap<>();
    private long start;
    private long end;
    private long sizeInBytes;

    @Override
    public long append(Batch batch) {
        Batch placed = batch.at(end);
        add(placed);
        end = placed.lastOffset() + 1;
        return placed.baseOffset();
    }

    private void add(Batch batch) {
        batches.put(batch.lastOffset(), batch);
        sizeInBytes += batch.sizeInBytes();
    }

    /// Returns a list that later changes of the log do not affect.
    @Override
    public List<Batch> read(long from, int maxBytes) {
        OffsetOutOfRangeException.check(from, this);
        return Batches.take(batches.tailMap(from, true).values().iterator(), maxBytes);
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
            removeBefore(upTo);
            start = upTo;
        }
    }

    private void removeBefore(long upTo) {
        var removed = batches.headMap(upTo, false);
        removed.values().forEach(batch -> sizeInBytes -= batch.sizeInBytes());
        removed.clear();
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        OffsetOutOfRangeException.check(upTo, this);
        var remaining = batches.tailMap(upTo, true);
        long from = batches.isEmpty() ? start : batches.firstEntry().getValue().baseOffset();
        long to = remaining.isEmpty() ? end : remaining.firstEntry().getValue().baseOffset();
        Batches.checkSurvivors(survivors, from, to);
        removeBefore(upTo);
        survivors.forEach(this::add);
    }
}
