package gregor.archive;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Origin;

/// A batch that begins with a gap: its first event has a higher offset than its base offset.
record GapBatch(long baseOffset, Batch events) implements Batch {
    @Override
    public long lastOffset() {
        return events.lastOffset();
    }

    @Override
    public long maxTimestamp() {
        return events.maxTimestamp();
    }

    @Override
    public int sizeInBytes() {
        return events.sizeInBytes();
    }

    @Override
    public Origin origin() {
        return events.origin();
    }

    @Override
    public Batch at(long base) {
        return new GapBatch(base, events.at(events.baseOffset() + base - baseOffset));
    }

    @Override
    public Iterator<Entry> iterator() {
        return events.iterator();
    }
}
