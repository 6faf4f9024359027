package gregor.deque;

import module java.base;

import gregor.list.Batch;
import gregor.list.Batches;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;

/// A log in memory that deletes its start cheaply and finds any offset in one step. One thread at a time may call it.
///
/// It is a ring with one slot for each offset. The slot holds the batch that the offset belongs to; for an
/// offset in a gap, the next batch.
public final class DequeLog implements Log {
    private Batch[] slots = new Batch[16];
    private long start;
    private long end;
    private long sizeInBytes;

    @Override
    public long append(Batch batch) {
        Batch placed = batch.at(end);
        long next = placed.lastOffset() + 1;
        grow(next - start);
        long from = end;
        while (from > start && slot(from - 1) == null) {
            from--;
        }
        fill(from, next, placed);
        end = next;
        sizeInBytes += placed.sizeInBytes();
        return placed.baseOffset();
    }

    /// Returns a list that later changes of the log do not affect.
    @Override
    public List<Batch> read(long from, int maxBytes) {
        OffsetOutOfRangeException.check(from, this);
        return Batches.take(from(from), maxBytes);
    }

    private Iterator<Batch> from(long from) {
        return new Iterator<>() {
            private long next = from;

            @Override
            public boolean hasNext() {
                return next < end && slot(next) != null;
            }

            @Override
            public Batch next() {
                Batch batch = slot(next);
                next = batch.lastOffset() + 1;
                return batch;
            }
        };
    }

    /// Returns the batch in the slot of an offset: offset 12 of a log that starts at 10 is two slots from the start.
    private Batch slot(long offset) {
        return slots[index(offset, slots)];
    }

    private static int index(long offset, Batch[] slots) {
        return (int) (offset & (slots.length - 1));
    }

    private void fill(long from, long to, Batch batch) {
        for (long offset = from; offset < to; offset++) {
            slots[index(offset, slots)] = batch;
        }
    }

    /// Doubles the ring until it has `needed` slots. Its length is a power of two.
    private void grow(long needed) {
        if (needed > 1 << 30) {
            throw new IllegalStateException(
                    "a log in memory has at most 2^30 offsets, not " + needed + "; delete old events");
        }
        int length = slots.length;
        while (length < needed) {
            length *= 2;
        }
        if (length > slots.length) {
            Batch[] larger = new Batch[length];
            for (long offset = start; offset < end; offset++) {
                larger[index(offset, larger)] = slot(offset);
            }
            slots = larger;
        }
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
            drop(upTo);
            start = upTo;
        }
    }

    /// Empties the slots before an offset, and subtracts the size of the batches that end before it.
    private void drop(long upTo) {
        Iterator<Batch> batches = from(start);
        while (batches.hasNext()) {
            Batch batch = batches.next();
            if (batch.lastOffset() >= upTo) {
                break;
            }
            sizeInBytes -= batch.sizeInBytes();
        }
        fill(start, upTo, null);
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        OffsetOutOfRangeException.check(upTo, this);
        Batch next = upTo == end ? null : slot(upTo);
        long to = next == null ? end : next.baseOffset();
        long from = start == end || slot(start) == null ? start : Math.min(start, slot(start).baseOffset());
        Batches.checkSurvivors(survivors, from, to);
        drop(Math.max(start, to));
        long filled = start;
        for (Batch batch : survivors) {
            fill(filled, batch.lastOffset() + 1, batch);
            filled = batch.lastOffset() + 1;
            sizeInBytes += batch.sizeInBytes();
        }
        fill(filled, to, next);
    }

    /// Returns its entries: `[0:a, 1:b]`.
    @Override
    public String toString() {
        return entries(start).toString();
    }
}
