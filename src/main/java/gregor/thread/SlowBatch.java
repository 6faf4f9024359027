package gregor.thread;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import java.util.Iterator;

/// A batch of one that is appended in slow motion: in a [Race] the log that takes it pauses where it asks
/// something of the batch.
///
/// So the code of the log need not be touched. `ListLog` asks twice: to be given the batch at its place, once it has
/// read its end, and for the last offset, once the batch is in the list.
record SlowBatch(Batch batch) implements Batch {
    SlowBatch(Event event) {
        this(ListBatch.of(event));
    }

    @Override
    public Batch at(long baseOffset) {
        Race.pause("has read the end: " + baseOffset);
        return new SlowBatch(batch.at(baseOffset));
    }

    @Override
    public long lastOffset() {
        Race.pause("has put its event into the list, as number " + baseOffset());
        return batch.lastOffset();
    }

    @Override
    public long baseOffset() {
        return batch.baseOffset();
    }

    @Override
    public long maxTimestamp() {
        return batch.maxTimestamp();
    }

    @Override
    public int sizeInBytes() {
        return batch.sizeInBytes();
    }

    @Override
    public Origin origin() {
        return batch.origin();
    }

    @Override
    public Iterator<Entry> iterator() {
        return batch.iterator();
    }

    @Override
    public String toString() {
        return batch.toString();
    }
}
