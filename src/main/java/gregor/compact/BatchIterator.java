package gregor.compact;

import module java.base;

import gregor.list.Batch;
import gregor.list.Log;

/// Iterates over the batches of a log between two offsets, and reads a megabyte at a time.
///
/// The log may change meanwhile: deleted batches are skipped, and batches appended later are not included.
final class BatchIterator implements Iterator<Batch> {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Log log;
    private final long to;
    private Iterator<Batch> chunk = Collections.emptyIterator();
    private long next;
    private Batch batch;

    private BatchIterator(Log log, long from, long to) {
        this.log = log;
        this.to = to;
        next = from;
        step();
    }

    /// Returns the batches from the one with the offset `from` on that begin before the offset `to`.
    static Iterable<Batch> over(Log log, long from, long to) {
        return () -> new BatchIterator(log, from, to);
    }

    private void step() {
        if (!chunk.hasNext() && next < to) {
            chunk = log.read(Math.max(next, log.start()), CHUNK_BYTES).iterator();
        }
        batch = chunk.hasNext() ? chunk.next() : null;
        if (batch != null) {
            next = batch.lastOffset() + 1;
            batch = batch.baseOffset() < to ? batch : null;
        }
    }

    @Override
    public boolean hasNext() {
        return batch != null;
    }

    @Override
    public Batch next() {
        if (batch == null) {
            throw new NoSuchElementException();
        }
        Batch current = batch;
        step();
        return current;
    }
}
