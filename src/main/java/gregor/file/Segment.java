package gregor.file;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A part of a log: one batch after another in a file, and two indexes beside it that find them.
///
/// ```
/// 00000000000000001000.log        the batches from offset 1,000 on
/// 00000000000000001000.index      an OffsetIndex; only when the segment is full
/// 00000000000000001000.timeindex  a TimeIndex; only when the segment is full
/// ```
///
/// Only the last segment of a log grows. The others are opened when somebody reads from them, and their indexes are
/// made again if they are not what they should be. One thread at a time may call it.
final class Segment implements AutoCloseable {
    static final String SUFFIX = ".log";

    private static final int PIECE_BYTES = 1 << 18;

    private final Folder folder;
    private final SegmentName name;
    private final FileSettings settings;
    private final long created;
    private final List<String> repairs;
    private final DataFile log;
    private OffsetIndex offsets;
    private TimeIndex times;
    private long length;
    private long sizeInBytes;
    private long indexedPosition;
    private long nextOffset;
    private long maxTimestamp = Long.MIN_VALUE;
    private long youngestOffset;

    private Segment(Folder folder, Manifest.Line line, FileSettings settings, List<String> repairs, DataFile log) {
        this.folder = folder;
        this.settings = settings;
        this.repairs = repairs;
        this.log = log;
        name = line.name();
        created = line.created();
        length = line.length();
        sizeInBytes = line.sizeInBytes();
        nextOffset = name.baseOffset();
    }

    /// Begins a new segment.
    static Segment create(Folder folder, SegmentName name, long created, FileSettings settings, List<String> repairs) {
        DataFile log = DataFile.create(folder.path().resolve(name + SUFFIX));
        var segment = new Segment(folder, new Manifest.Line(name, 0, 0, created), settings, repairs, log);
        segment.newIndexes();
        return segment;
    }

    /// Names a segment that is full. No file is opened yet.
    static Segment full(Folder folder, Manifest.Line line, FileSettings settings, List<String> repairs) {
        return new Segment(folder, line, settings, repairs, new DataFile(folder.path().resolve(line.name() + SUFFIX)));
    }

    private void newIndexes() {
        offsets = new OffsetIndex(folder.path().resolve(name + OffsetIndex.SUFFIX));
        times = new TimeIndex(folder.path().resolve(name + TimeIndex.SUFFIX), name.baseOffset());
        indexedPosition = 0;
    }

    /// Goes over the last segment of a log that was opened: all of it, since only here a crash can have left a mess.
    ///
    /// What the disk has for certain and is damaged all the same stays where it is, and a reader will be told. From
    /// the first damage after that on, the bytes are set aside.
    void recover(Manifest manifest) {
        newIndexes();
        long size = log.size();
        long sure = Math.min(manifest.forced(), size);
        CorruptLogException damage = scan(0, size, manifest.start());
        if (damage != null && length < sure) {
            repairs.add(damage.getMessage());
            length = sure;
            indexedPosition = sure - settings.indexBytes();
            damage = scan(sure, size, manifest.start());
        }
        if (damage != null) {
            setAside(damage, size);
        }
        writeAgain(sure);
        log.force();
        neverGoBack(manifest);
    }

    private void neverGoBack(Manifest manifest) {
        if (length < manifest.forced()) {
            repairs.add(log.path() + " ends at position " + length + ", and the disk had " + manifest.forced()
                    + " bytes of it: the events from offset " + nextOffset + " to " + (manifest.end() - 1) + " are lost");
        }
        nextOffset = Math.max(nextOffset, Math.max(manifest.end(), manifest.start()));
    }

    /// Takes in the batches from a position on. The damage that it stopped at; null if there is none.
    private CorruptLogException scan(long from, long limit, long start) {
        var reader = new FrameReader(log, settings.format(), from, limit, nextOffset);
        try {
            while (reader.next()) {
                accept(reader.frame());
                if (reader.frame().lastOffset() < start) {
                    sizeInBytes -= reader.frame().sizeInBytes();
                }
            }
            return null;
        } catch (CorruptLogException damage) {
            return damage;
        }
    }

    /// Moves the bytes behind the last whole batch to a file beside the segment.
    private void setAside(CorruptLogException damage, long size) {
        try (DataFile torn = DataFile.create(folder.unused(name + ".torn"))) {
            for (long at = length; at < size; at += PIECE_BYTES) {
                torn.write(piece(at, size), at - length);
            }
            torn.force();
            folder.force();
            log.truncate(length);
            repairs.add("set aside the last " + (size - length) + " bytes of " + log.path() + ", from position " + length
                    + " on, in " + torn.path().getFileName() + ": " + damage.what());
        }
    }

    /// What the system shows us it may have failed to write, and may believe that it has. So it gets it once more.
    private void writeAgain(long from) {
        for (long at = from; at < length; at += PIECE_BYTES) {
            log.write(piece(at, length), at);
        }
    }

    private ByteBuffer piece(long from, long to) {
        return log.read(ByteBuffer.allocate((int) Math.min(PIECE_BYTES, to - from)), from);
    }

    /// Whether a batch has no room any more.
    boolean isFullFor(int bytes, long lastOffset) {
        return length > 0 && (length + bytes > settings.segmentBytes()
                || lastOffset - name.baseOffset() > Integer.MAX_VALUE);
    }

    /// Whether it has lived long enough.
    boolean isOld(Instant now) {
        return length > 0 && Duration.between(Instant.ofEpochMilli(created), now).compareTo(settings.segmentAge()) >= 0;
    }

    /// Writes a batch behind the others. It does not count until it is accepted.
    void write(ByteBuffer stored) {
        log.write(stored, length);
    }

    /// Cuts off what was written and not accepted.
    void takeBack() {
        log.truncate(length);
    }

    /// Counts the batch that was written behind the others.
    void accept(Frame frame) {
        if (length - indexedPosition >= settings.indexBytes()) {
            offsets.add(frame.baseOffset(), length);
            times.add(maxTimestamp, youngestOffset);
            indexedPosition = length;
        }
        if (frame.maxTimestamp() > maxTimestamp) {
            maxTimestamp = frame.maxTimestamp();
            youngestOffset = frame.baseOffset();
        }
        length += frame.length();
        sizeInBytes += frame.sizeInBytes();
        nextOffset = frame.lastOffset() + 1;
    }

    /// Waits until the disk has the batches.
    void force() {
        log.force();
    }

    /// Writes the indexes and waits until the disk has them.
    void saveIndexes() {
        times.add(maxTimestamp, youngestOffset);
        offsets.entries().save(folder);
        times.entries().save(folder);
    }

    /// Keeps less in memory: it will not grow any more.
    void rest() {
        offsets.entries().sample();
        times.entries().sample();
    }

    /// Goes to the first batch that does not end before an offset. On its way it steps over a damaged one, if that
    /// cannot be the one.
    ///
    /// @throws CorruptLogException if it is damaged, or may be
    FrameReader seek(long offset) {
        openIndexes();
        long from = offsets.positionOf(offset);
        var reader = new FrameReader(log, settings.format(), from, length, name.baseOffset());
        try {
            reader.next();
            if (from > 0 && reader.frame().baseOffset() > offset) {
                throw new CorruptLogException(offsets.entries().path(), 0, "it says that offset " + offset
                        + " lies behind position " + from + ", and there begins " + reader.frame().baseOffset());
            }
            walk(reader, offset);
        } catch (CorruptLogException damage) {
            if (!reader.skip() || reader.frame().baseOffset() > offset) {
                throw damage;
            }
            walk(reader, offset);
        }
        return reader;
    }

    private static void walk(FrameReader reader, long offset) {
        while (reader.frame() != null && reader.frame().lastOffset() < offset) {
            reader.next();
        }
    }

    private void openIndexes() {
        if (offsets == null) {
            try {
                offsets = new OffsetIndex(SparseIndex.read(folder.path().resolve(name + OffsetIndex.SUFFIX)));
                times = new TimeIndex(SparseIndex.read(folder.path().resolve(name + TimeIndex.SUFFIX)), name.baseOffset());
                maxTimestamp = times.entries().lastKey();
            } catch (CorruptLogException damage) {
                repairs.add("made the indexes of " + log.path() + " again: " + damage.file().getFileName()
                        + " is damaged at position " + damage.position() + ": " + damage.what());
                makeIndexes();
            }
        }
    }

    private void makeIndexes() {
        long wholeLength = length;
        long wholeSize = sizeInBytes;
        newIndexes();
        length = 0;
        nextOffset = name.baseOffset();
        scan(0, wholeLength, 0);
        length = wholeLength;
        sizeInBytes = wholeSize;
        saveIndexes();
        rest();
    }

    /// Goes to the first batch that may hold an event as young as this.
    FrameReader seekTime(long timestamp) {
        openIndexes();
        FrameReader reader = seek(times.offsetOf(timestamp));
        while (reader.frame() != null && reader.frame().maxTimestamp() < timestamp) {
            reader.next();
        }
        return reader;
    }

    /// The timestamp of its youngest event; less than any if it has none.
    long maxTimestamp() {
        openIndexes();
        return maxTimestamp;
    }

    /// How many bytes of events leave it if everything from an offset up to another goes. Damage counts as nothing.
    long sizeInBytes(long from, long upTo) {
        long bytes = 0;
        try {
            FrameReader reader = seek(from);
            while (reader.frame() != null && reader.frame().lastOffset() < upTo) {
                bytes += reader.frame().sizeInBytes();
                reader.next();
            }
        } catch (CorruptLogException damage) {
            // whoever reads there is told
        }
        return bytes;
    }

    /// Whether it holds a batch that does not end before an offset, as far as can be told.
    boolean reaches(long offset) {
        try {
            return seek(offset).frame() != null;
        } catch (CorruptLogException damage) {
            return false;
        }
    }

    /// Counts off what has left.
    void shrink(long bytes) {
        sizeInBytes -= bytes;
    }

    FileRegion region(long from, long to) {
        return new FileRegion(log, from, to - from);
    }

    Manifest.Line line() {
        return new Manifest.Line(name, length, sizeInBytes, created);
    }

    SegmentName name() {
        return name;
    }

    long length() {
        return length;
    }

    long nextOffset() {
        return nextOffset;
    }

    long sizeInBytes() {
        return sizeInBytes;
    }

    /// Deletes its files. Who has read batches from them keeps those.
    void delete() {
        close();
        for (String suffix : List.of(SUFFIX, OffsetIndex.SUFFIX, TimeIndex.SUFFIX)) {
            folder.delete(name + suffix);
        }
    }

    @Override
    public void close() {
        log.close();
        if (offsets != null) {
            offsets.entries().close();
            times.entries().close();
        }
    }
}
