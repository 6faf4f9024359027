package gregor.file;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Origin;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;

/// A batch as it lies in a file of our own format. Its events are made when somebody asks for them, and not before. It
/// holds its own bytes, so it stays what it is when the log lets go of the file.
record FileBatch(EventFormat format, BatchHeader frame, ByteBuffer stored) implements Batch {
    @Override
    public long baseOffset() {
        return frame.baseOffset();
    }

    @Override
    public long lastOffset() {
        return frame.lastOffset();
    }

    @Override
    public long maxTimestamp() {
        return frame.maxTimestamp();
    }

    @Override
    public int sizeInBytes() {
        return frame.sizeInBytes();
    }

    @Override
    public Origin origin() {
        return frame.origin();
    }

    @Override
    public Batch at(long baseOffset) {
        ByteBuffer placed = ByteBuffer.allocate(format.storedBytes(this));
        format.write(this, baseOffset, placed);
        return new FileBatch(format, format.frame(placed, 0), placed.flip());
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
