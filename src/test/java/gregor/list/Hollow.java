package gregor.list;

import module java.base;

/// A batch that ends with offsets that are empty.
public record Hollow(Batch events, long lastOffset) implements Batch {
    @Override
    public long baseOffset() {
        return events.baseOffset();
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
        return new Hollow(events.at(base), base + lastOffset - baseOffset());
    }

    @Override
    public Iterator<Entry> iterator() {
        return events.iterator();
    }
}
