package gregor.file;

import module java.base;

import gregor.list.Batch;

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
    /// they throw [StorageException] if the file cannot be read. Both name the offset at which reading can continue.
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
            FileRegion region = region(segment);
            if (region.length() > 0) {
                return region;
            }
        }
        return segments.getLast().seeker().region(end, 0, end);
    }

    private FileRegion region(Segment segment) {
        try {
            return segment.seeker().region(from, maxBytes, end);
        } catch (CorruptLogException | StorageException e) {
            throw located(e, segment);
        }
    }

    /// Adds the offset that cannot be read, and the next one that can, to a failure.
    private RuntimeException located(RuntimeException failure, Segment segment) {
        int next = segments.indexOf(segment) + 1;
        long following = next < segments.size() ? segments.get(next).name().baseOffset() : end;
        if (failure instanceof CorruptLogException damage) {
            return damage.at(from, segment.offsetAfter(damage).orElse(following));
        }
        var located = new StorageException("offset " + from + " cannot be read: " + failure.getMessage()
                + "; the segment after it begins at offset " + following);
        located.initCause(failure);
        return located;
    }

    private final class BatchIterator implements Iterator<Batch> {
        private final Iterator<Segment> rest = segments.iterator();
        private Segment segment;
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

        /// Ends before what cannot be read. A reader that continues there receives the exception.
        private boolean advanceOrStopAtDamage() {
            try {
                return advance();
            } catch (CorruptLogException | StorageException failure) {
                if (!any) {
                    throw located(failure, segment);
                }
                return false;
            }
        }

        private boolean advance() {
            if (scanner != null && scanner.header() != null && scanner.next()) {
                return true;
            }
            while (from < end && rest.hasNext()) {
                segment = rest.next();
                scanner = segment.seeker().seek(from);
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
