package gregor.file;

import module java.base;

/// Checks the last segment of a log when the log is opened: only there can a crash have left a torn batch.
///
/// Damage before the position that the manifest reports as forced stays where it is, and a reader receives an exception
/// there. The bytes after the first damage behind that position are set aside. What remains and was not forced is
/// forced then. If the file is shorter than what was forced, the rest is lost, and its offsets are not used again.
final class SegmentRecovery {
    private static final int CHUNK_BYTES = 1 << 18;

    private final Folder folder;
    private final SegmentFile file;
    private final SegmentIndexes indexes;
    private final int indexBytes;
    private final Manifest manifest;
    private final RecoveryReport report;
    private long length;
    private long sizeInBytes;
    private long nextOffset;

    /// What the segment holds.
    ///
    /// @param length      the bytes of the file that count
    /// @param sizeInBytes the bytes of the events that have not been deleted
    /// @param nextOffset  the offset after the last one
    record Result(long length, long sizeInBytes, long nextOffset) {}

    /// @param indexes  receive the batches; they are empty
    /// @param manifest says what the disk has for certain
    /// @param report   receives a sentence for each repair
    SegmentRecovery(Folder folder, SegmentFile file, SegmentIndexes indexes, int indexBytes, Manifest manifest,
            RecoveryReport report) {
        this.folder = folder;
        this.file = file;
        this.indexes = indexes;
        this.indexBytes = indexBytes;
        this.manifest = manifest;
        this.report = report;
        nextOffset = file.name().baseOffset();
    }

    /// Checks and repairs the segment.
    Result run() {
        createIfMissing();
        long size = file.data().size();
        long forced = Math.min(manifest.forced(), size);
        boolean shortened = size < manifest.forced();
        CorruptLogException damage = scanForced(forced);
        if (damage != null && !shortened) {
            skipForced(damage);
            damage = null;
        }
        if (damage == null) {
            damage = scan(file.scanner(forced, size, nextOffset, true));
        }
        if (damage != null) {
            setAside(damage, size);
        }
        if (length > forced || damage != null) {
            writeAgain(forced);
            file.data().force();
        }
        if (shortened) {
            report.lost(loss(size));
        }
        return new Result(length, sizeInBytes, nextOffset);
    }

    private void createIfMissing() {
        if (!file.data().exists()) {
            if (manifest.forced() == 0) {
                report.lost(file.data().path() + " is missing: all events from offset " + nextOffset + " on are lost");
            }
            file.data().createEmpty();
            folder.force();
        }
    }

    private String loss(long size) {
        long next = manifest.end();
        return CorruptLogException.offsets(nextOffset, next) + (next - nextOffset <= 1 ? " is" : " are") + " lost: "
                + file.data().path() + " has " + size + " bytes, and the disk had " + manifest.forced()
                + "; restore the folder from a copy, or continue reading at offset " + next;
    }

    /// Counts the batches that the disk had, and skips damaged ones. Returns the damage after which none was found;
    /// null if there is none.
    private CorruptLogException scanForced(long forced) {
        BatchScanner scanner = file.scanner(0, forced, nextOffset, true);
        CorruptLogException damage = scan(scanner);
        while (damage != null && scanner.skip()) {
            report.lost(damage.at(nextOffset, scanner.header().baseOffset()).getMessage());
            count(scanner);
            damage = scan(scanner);
        }
        return damage;
    }

    private void skipForced(CorruptLogException damage) {
        report.lost(damage.at(nextOffset, manifest.end()).getMessage());
        length = manifest.forced();
        nextOffset = manifest.end();
        indexes.indexNext(length, indexBytes);
    }

    /// Counts the batches after the current one. Returns the damage that ends the scan; null if there is none.
    private CorruptLogException scan(BatchScanner scanner) {
        try {
            while (scanner.next()) {
                count(scanner);
            }
            return null;
        } catch (CorruptLogException damage) {
            return damage;
        }
    }

    private void count(BatchScanner scanner) {
        BatchHeader header = scanner.header();
        indexes.add(header, scanner.position(), indexBytes);
        length = scanner.end();
        nextOffset = header.lastOffset() + 1;
        sizeInBytes += header.lastOffset() < manifest.start() ? 0 : header.sizeInBytes();
    }

    /// Moves the bytes after the last whole batch into a file next to the segment.
    private void setAside(CorruptLogException damage, long size) {
        try (DataFile torn = DataFile.create(folder.unused(file.name() + ".torn"))) {
            for (long at = length; at < size; at += CHUNK_BYTES) {
                torn.write(chunk(at, size), at - length);
            }
            torn.force();
            folder.force();
            file.data().truncate(length);
            report.repaired("set aside the last " + (size - length) + " bytes of " + file.data().path()
                    + ", from position " + length + " and offset " + nextOffset + " on, in " + torn.path().getFileName()
                    + ": " + damage.what());
        }
    }

    /// Writes bytes again that the operating system may have failed to write without knowing it any more.
    private void writeAgain(long from) {
        for (long at = from; at < length; at += CHUNK_BYTES) {
            file.data().write(chunk(at, length), at);
        }
    }

    private ByteBuffer chunk(long from, long to) {
        return file.data().read(ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, to - from)), from);
    }
}
