package gregor.file;

import module java.base;

import gregor.list.Event;

/// The two indexes of a segment, and the largest timestamp of its events. One thread at a time may call it.
///
/// The indexes of a full segment are read when they are first needed, and rebuilt if they are missing or wrong.
final class SegmentIndexes implements AutoCloseable {
    private final Folder folder;
    private final String stem;
    private final SegmentFile file;
    private final RecoveryReport report;
    private SparseIndex offsets;
    private SparseIndex times;
    private boolean growing;
    private long indexedPosition;
    private long maxTimestamp;
    private long maxTimestampOffset;

    /// Opens no file yet.
    ///
    /// @param stem         the name of the index files without their suffix
    /// @param maxTimestamp the largest timestamp of a full segment, as its manifest says
    /// @param report       receives a sentence for each rebuilt index
    SegmentIndexes(Folder folder, String stem, SegmentFile file, long maxTimestamp, RecoveryReport report) {
        this.folder = folder;
        this.stem = stem;
        this.file = file;
        this.maxTimestamp = maxTimestamp;
        this.report = report;
    }

    /// Starts with empty indexes, which grow with the segment.
    void startEmpty() {
        offsets = SparseIndex.offsets(path(SparseIndex.OFFSET_SUFFIX), file.name().baseOffset());
        times = SparseIndex.times(path(SparseIndex.TIME_SUFFIX), file.name().baseOffset());
        indexedPosition = 0;
        maxTimestamp = Event.NO_TIMESTAMP;
        growing = true;
    }

    private Path path(String suffix) {
        return folder.path().resolve(stem + suffix);
    }

    /// Adds a batch; it gets an entry if at least `indexBytes` lie between it and the last batch with an entry.
    void add(BatchHeader header, long position, int indexBytes) {
        if (header.maxTimestamp() > maxTimestamp) {
            maxTimestamp = header.maxTimestamp();
            maxTimestampOffset = header.lastOffset();
        }
        if (position - indexedPosition >= indexBytes) {
            offsets.add(header.lastOffset(), position);
            times.add(maxTimestamp, maxTimestampOffset);
            indexedPosition = position;
        }
    }

    /// Makes sure that the next batch gets an entry, after a part of the segment that was skipped.
    void indexNext(long position, int indexBytes) {
        indexedPosition = position - indexBytes;
    }

    /// Writes both indexes, and waits until the disk has them.
    void save() {
        times.add(maxTimestamp, maxTimestampOffset);
        offsets.save(folder);
        times.save(folder);
    }

    /// Lets the garbage collector free the entries. From now on no batch can be added.
    void release() {
        growing = false;
        offsets.release();
        times.release();
    }

    /// Returns the largest timestamp of the segment; [Event#NO_TIMESTAMP] if no event has one.
    long maxTimestamp() {
        return maxTimestamp;
    }

    /// Opens the indexes if they are not open, and rebuilds them if they are damaged.
    ///
    /// @param length the length of the segment in bytes
    void open(long length, int indexBytes) {
        if (offsets == null) {
            try {
                offsets = SparseIndex.offsets(path(SparseIndex.OFFSET_SUFFIX), file.name().baseOffset()).load();
                times = SparseIndex.times(path(SparseIndex.TIME_SUFFIX), file.name().baseOffset()).load();
                if (times.lastKey() != maxTimestamp) {
                    throw new CorruptLogException(times.path(), 0, "its last entry is not the largest timestamp");
                }
            } catch (CorruptLogException damage) {
                repair(damage, length, indexBytes);
            }
        }
    }

    SparseIndex offsets() {
        return offsets;
    }

    SparseIndex times() {
        return times;
    }

    /// Rebuilds the indexes of a full segment, and reports why. Those of a growing segment are in memory and need no
    /// repair.
    void repair(CorruptLogException damage, long length, int indexBytes) {
        if (!growing) {
            report.repaired("rebuilt the indexes of " + file.data().path() + ": " + damage.file().getFileName()
                    + " is damaged at position " + damage.position() + ": " + damage.what());
            rebuild(length, indexBytes);
        }
    }

    /// Rebuilds the indexes of a full segment from its batches, and writes them.
    ///
    /// @return the bytes of its events, as [gregor.list.Batch#sizeInBytes()] counts them
    long rebuild(long length, int indexBytes) {
        close();
        startEmpty();
        long sizeInBytes = 0;
        BatchScanner scanner = file.scanner(length);
        while (advance(scanner)) {
            add(scanner.header(), scanner.position(), indexBytes);
            sizeInBytes += scanner.header().sizeInBytes();
        }
        save();
        release();
        return sizeInBytes;
    }

    /// Moves to the next batch; over a damaged batch if that is possible.
    private static boolean advance(BatchScanner scanner) {
        try {
            return scanner.next();
        } catch (CorruptLogException damage) {
            return scanner.skip();
        }
    }

    @Override
    public void close() {
        if (offsets != null) {
            offsets.close();
        }
        if (times != null) {
            times.close();
        }
    }
}
