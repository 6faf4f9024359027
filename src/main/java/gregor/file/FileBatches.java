package gregor.file;

import gregor.list.Batch;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// What a log in files gives a reader: batches that are still in the files. They are read while somebody goes
/// through them, so go through them before the log changes; what the log has got since then is not among them.
///
/// The thread that may call the log may call it.
public final class FileBatches implements Iterable<Batch> {
    private final List<Segment> segments;
    private final BatchFormat format;
    private final long from;
    private final long end;
    private final int maxBytes;

    FileBatches(List<Segment> segments, BatchFormat format, long from, long end, int maxBytes) {
        this.segments = segments;
        this.format = format;
        this.from = from;
        this.end = end;
        this.maxBytes = maxBytes;
    }

    /// Reads and checks one batch after the other.
    ///
    /// It ends before a damaged batch. If that is the first one, its methods throw [CorruptLogException]; they throw
    /// [StorageException] if the file cannot be read.
    @Override
    public Iterator<Batch> iterator() {
        return new Walk();
    }

    /// Returns the batches as bytes of a file, as far as they lie in the first one and fit into as many bytes of it:
    /// one at least. No checksum is looked at.
    ///
    /// @throws CorruptLogException if it can be seen without it that the first of them is damaged
    /// @throws StorageException    if the file cannot be opened
    public FileRegion region() {
        for (Segment segment : segments) {
            FileRegion region = segment.region(from, maxBytes, end);
            if (region.length() > 0) {
                return region;
            }
        }
        return segments.getLast().region(end, 0, end);
    }

    private final class Walk implements Iterator<Batch> {
        private final Iterator<Segment> rest = segments.iterator();
        private Segment segment;
        private BatchScanner reader;
        private long room = maxBytes;
        private boolean taken;
        private boolean ready;

        @Override
        public boolean hasNext() {
            if (!ready && !isFull()) {
                ready = advanceOrStopAtDamage();
            }
            boolean more = ready && reader.frame().baseOffset() < end
                    && (!taken || reader.frame().sizeInBytes() <= room);
            if (!more && reader != null) {
                reader.rest();
            }
            return more;
        }

        private boolean isFull() {
            return taken && room < 0;
        }

        /// What comes before the damage can be read. Who goes on from there is told.
        private boolean advanceOrStopAtDamage() {
            try {
                return advance();
            } catch (CorruptLogException damage) {
                if (!taken) {
                    throw damage;
                }
                return false;
            }
        }

        private boolean advance() {
            if (reader != null && reader.frame() != null && reader.next()) {
                return true;
            }
            while (from < end && rest.hasNext()) {
                segment = rest.next();
                reader = segment.seek(from);
                if (reader.frame() != null) {
                    return true;
                }
            }
            return false;
        }

        private void skip() {
            room -= reader.frame().sizeInBytes();
            taken = true;
            ready = false;
            if (isFull()) {
                reader.rest();
            }
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("there are no more batches");
            }
            Batch batch = format.batch(reader.frame(), reader.stored());
            skip();
            return batch;
        }
    }
}
