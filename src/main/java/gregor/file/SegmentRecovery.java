package gregor.file;

import java.nio.ByteBuffer;
import java.util.List;

/// Checks the last segment of a log when the log is opened: only there can a crash have left a torn batch.
///
/// Damage before the position that the manifest reports as forced stays where it is, and a reader receives an exception
/// there. The bytes after the first damage behind that position are set aside. What remains and was not forced is
/// forced then.
final class SegmentRecovery {
    private static final int CHUNK_BYTES = 1 << 18;

    private final Folder folder;
    private final SegmentFile file;
    private final SegmentIndexes indexes;
    private final int indexBytes;
    private final Manifest manifest;
    private final List<String> repairs;
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
    /// @param repairs  receive a sentence for each repair
    SegmentRecovery(Folder folder, SegmentFile file, SegmentIndexes indexes, int indexBytes, Manifest manifest,
            List<String> repairs) {
        this.folder = folder;
        this.file = file;
        this.indexes = indexes;
        this.indexBytes = indexBytes;
        this.manifest = manifest;
        this.repairs = repairs;
        nextOffset = file.name().baseOffset();
    }

    /// Checks and repairs the segment.
    Result run() {
        long size = file.data().size();
        long forced = Math.min(manifest.forced(), size);
        CorruptLogException damage = scan(0, size, true);
        if (damage != null && length < forced) {
            repairs.add(damage.getMessage());
            boolean known = forced == manifest.forced();
            skipTo(forced, known ? manifest.end() : nextOffset);
            damage = scan(forced, size, known);
        }
        if (damage != null) {
            setAside(damage, size);
        }
        if (length > forced || damage != null) {
            writeAgain(forced);
            file.data().force();
        }
        if (length < manifest.forced()) {
            repairs.add(file.data().path() + " ends at position " + length + ", and the disk had " + manifest.forced()
                    + " bytes of it: the events from offset " + nextOffset + " to " + (manifest.end() - 1)
                    + " are lost");
        }
        return new Result(length, sizeInBytes, nextOffset);
    }

    private void skipTo(long position, long offset) {
        length = position;
        nextOffset = offset;
        indexes.indexNext(position, indexBytes);
    }

    /// Counts the batches from a position on. Returns the damage that ends the scan; null if there is none.
    private CorruptLogException scan(long from, long limit, boolean known) {
        BatchScanner scanner = file.scanner(from, limit, nextOffset, known);
        try {
            while (scanner.next()) {
                BatchHeader header = scanner.header();
                indexes.add(header, length, indexBytes);
                length += header.length();
                nextOffset = header.lastOffset() + 1;
                sizeInBytes += header.lastOffset() < manifest.start() ? 0 : header.sizeInBytes();
            }
            return null;
        } catch (CorruptLogException damage) {
            return damage;
        }
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
            repairs.add("set aside the last " + (size - length) + " bytes of " + file.data().path() + ", from position "
                    + length + " on, in " + torn.path().getFileName() + ": " + damage.what());
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
