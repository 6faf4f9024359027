package gregor.deque;

import gregor.list.Batch;
import gregor.list.Batches;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A log in a queue, which is searched from its start.
public final class DequeLog implements Log {
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private long first;
    private long next;

    @Override
    public long append(Batch batch) {
        batches.add(batch.at(next));
        next = batches.getLast().lastOffset() + 1;
        return batches.getLast().baseOffset();
    }

    @Override
    public List<Batch> read(long from, int maxBytes) {
        checkRange(from);
        var found = new ArrayList<Batch>();
        long bytes = 0;
        for (Batch batch : batches) {
            if (batch.lastOffset() >= from) {
                bytes += batch.sizeInBytes();
                if (!found.isEmpty() && bytes > maxBytes) {
                    return found;
                }
                found.add(batch);
            }
        }
        return found;
    }

    private void checkRange(long offset) {
        OffsetOutOfRangeException.check(offset, this);
    }

    @Override
    public long start() {
        return first;
    }

    @Override
    public long end() {
        return next;
    }

    @Override
    public long sizeInBytes() {
        return batches.stream().mapToLong(Batch::sizeInBytes).sum();
    }

    @Override
    public void deleteBefore(long upTo) {
        if (upTo <= first) {
            return;
        }
        checkRange(upTo);
        while (!batches.isEmpty() && batches.getFirst().lastOffset() < upTo) {
            batches.removeFirst();
        }
        first = upTo;
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        checkRange(upTo);
        var rest = new ArrayList<>(batches);
        rest.removeIf(batch -> batch.lastOffset() < upTo);
        long from = batches.isEmpty() ? first : batches.getFirst().baseOffset();
        Batches.checkSurvivors(survivors, from, rest.isEmpty() ? next : rest.getFirst().baseOffset());
        batches.clear();
        batches.addAll(survivors);
        batches.addAll(rest);
    }

    @Override
    public String toString() {
        return entries(first).toString();
    }
}
