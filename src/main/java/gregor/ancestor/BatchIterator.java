package gregor.ancestor;

import module java.base;

import gregor.file.FormatException;
import gregor.list.Batch;

/// Iterates over batches that are read when they are asked for.
public final class BatchIterator implements Iterator<Batch> {
    private final Supplier<Batch> reader;
    private Batch next;

    /// @param reader returns the next batch, or null at the end, and then always null
    public BatchIterator(Supplier<Batch> reader) {
        this.reader = reader;
    }

    /// Ends before a damaged place, where `batches` throws a [FormatException]; throws it only if nothing precedes it.
    public static Iterator<Batch> upToDamage(Iterator<Batch> batches) {
        boolean[] hasReturned = {false};
        return new BatchIterator(() -> {
            try {
                Batch batch = batches.hasNext() ? batches.next() : null;
                hasReturned[0] = true;
                return batch;
            } catch (FormatException damage) {
                if (hasReturned[0]) {
                    return null;
                }
                throw damage;
            }
        });
    }

    @Override
    public boolean hasNext() {
        next = next == null ? reader.get() : next;
        return next != null;
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Batch batch = next;
        next = null;
        return batch;
    }
}
