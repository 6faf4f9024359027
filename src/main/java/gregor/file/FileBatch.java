package gregor.file;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Origin;

/// A batch in [EventFormat]. Its events are decoded when they are iterated. It has a copy of its bytes, so it stays
/// valid when the log deletes the file.
record FileBatch(EventFormat format, BatchHeader header, ByteBuffer stored) implements Batch {
    @Override
    public long baseOffset() {
        return header.baseOffset();
    }

    @Override
    public long lastOffset() {
        return header.lastOffset();
    }

    @Override
    public long maxTimestamp() {
        return header.maxTimestamp();
    }

    @Override
    public int sizeInBytes() {
        return header.sizeInBytes();
    }

    @Override
    public Origin origin() {
        return header.origin();
    }

    @Override
    public Batch at(long baseOffset) {
        ByteBuffer placed = ByteBuffer.allocate(format.storedBytes(this));
        format.write(this, baseOffset, placed);
        return new FileBatch(format, format.header(placed, 0), placed.flip());
    }

    @Override
    public Iterator<Entry> iterator() {
        return format.entries(stored).iterator();
    }

    @Override
    public String toString() {
        var entries = new ArrayList<Entry>();
        forEach(entries::add);
        return entries.toString();
    }
}
