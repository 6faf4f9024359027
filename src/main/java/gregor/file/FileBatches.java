package gregor.file;

import gregor.list.Batch;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// The result of reading a log in files: batches that are read from the files while the caller iterates. Iterate before
/// the log changes; batches that are appended later are not among them.
///
/// A thread that may call the log may call it.
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

    /// Reads and checks one batch after another.
    ///
    /// The iterator ends before a damaged batch. If that is the first one, its methods throw [CorruptLogException];
    /// they throw [StorageException] if the file cannot be read.
    @Override
    public Iterator<Batch> iterator() {
        return new BatchIterator();
    }

    /// Returns the batches as a region of the file that holds the first of them: as many as are in this file and fit
    /// into the limit, at least one. It does not check checksums.
    ///
    /// @throws CorruptLogException if the header of the first batch is damaged
    /// @throws StorageException    if the file cannot be opened
    public FileRegion region() {
        for (Segment segment : segments) {
            FileRegion region = segment.seeker().region(from, maxBytes, end);
            if (region.length() > 0) {
                return region;
            }
        }
        return segments.getLast().seeker().region(end, 0, end);
    }

    private final class BatchIterator implements Iterator<Batch> {
        private final Iterator<Segment> rest = segments.iterator();
        private BatchScanner scanner;
        private long bytesLeft = maxBytes;
        private boolean any;
        private boolean ready;

        @Override
        public boolean hasNext() {
            if (!ready && !isFull()) {
                ready = advanceOrStopAtDamage();
            }
            boolean more = ready && scanner.header().baseOffset() < end
                    && (!any || scanner.header().sizeInBytes() <= bytesLeft);
            if (!more && scanner != null) {
                scanner.release();
            }
            return more;
        }

        private boolean isFull() {
            return any && bytesLeft < 0;
        }

        /// Ends at damage. A reader that continues there receives the exception.
        private boolean advanceOrStopAtDamage() {
            try {
                return advance();
            } catch (CorruptLogException damage) {
                if (!any) {
                    throw damage;
                }
                return false;
            }
        }

        private boolean advance() {
            if (scanner != null && scanner.header() != null && scanner.next()) {
                return true;
            }
            while (from < end && rest.hasNext()) {
                scanner = rest.next().seeker().seek(from);
                if (scanner.header() != null) {
                    return true;
                }
            }
            return false;
        }

        private void skip() {
            bytesLeft -= scanner.header().sizeInBytes();
            any = true;
            ready = false;
            if (isFull()) {
                scanner.release();
            }
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("there are no more batches");
            }
            Batch batch = format.batch(scanner.header(), scanner.stored());
            skip();
            return batch;
        }
    }
}
