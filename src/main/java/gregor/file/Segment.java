package gregor.file;

import gregor.list.Event;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

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

    private final Folder folder;
    private final SegmentName name;
    private final long created;
    private final List<String> repairs;
    private final ReadBuffer buffer;
    private String stem;
    private DataFile log;
    private FileSettings settings;
    private OffsetIndex offsets;
    private TimeIndex times;
    private long length;
    private long sizeInBytes;
    private long indexedPosition;
    private long nextOffset;
    private long maxTimestamp = Event.NO_TIMESTAMP;
    private long youngestOffset;
    private boolean growing;
    private boolean lost;

    private Segment(Folder folder, Manifest.Line line, String stem, FileSettings settings, List<String> repairs,
            ReadBuffer buffer, DataFile log) {
        this.buffer = buffer;
        this.folder = folder;
        this.stem = stem;
        this.settings = settings;
        this.repairs = repairs;
        this.log = log;
        name = line.name();
        created = line.created();
        length = line.length();
        sizeInBytes = line.sizeInBytes();
        maxTimestamp = line.maxTimestamp();
        nextOffset = name.baseOffset();
    }

    /// Begins a new segment.
    static Segment create(Folder folder, SegmentName name, long created, FileSettings settings, List<String> repairs,
            ReadBuffer buffer) {
        DataFile log = DataFile.create(folder.path().resolve(name + SUFFIX));
        var segment = new Segment(folder, new Manifest.Line(name, 0, 0, created, Event.NO_TIMESTAMP),
                name.toString(), settings,
                repairs, buffer, log);
        segment.newIndexes();
        return segment;
    }

    /// Names a segment that is full. No file is opened yet.
    static Segment full(Folder folder, Manifest.Line line, FileSettings settings, List<String> repairs,
            ReadBuffer buffer) {
        String stem = line.name().plain();
        return new Segment(folder, line, stem, settings, repairs, buffer,
                new DataFile(folder.path().resolve(stem + SUFFIX)));
    }

    private Path file(String suffix) {
        return folder.path().resolve(stem + suffix);
    }

    private void newIndexes() {
        offsets = new OffsetIndex(file(OffsetIndex.SUFFIX), name.baseOffset());
        times = new TimeIndex(file(TimeIndex.SUFFIX), name.baseOffset());
        indexedPosition = 0;
        maxTimestamp = Event.NO_TIMESTAMP;
        growing = true;
    }

    /// Gives files that were written beside the old ones the names of those: the indexes first, so that a crash does
    /// not leave an old index beside a new segment. Then the disk also has the manifest that says so.
    static void renameIntoPlace(Folder folder, List<SegmentName> names) {
        boolean renamed = false;
        for (List<String> suffixes : List.of(List.of(OffsetIndex.SUFFIX, TimeIndex.SUFFIX), List.of(SUFFIX))) {
            for (SegmentName name : names) {
                for (String suffix : suffixes) {
                    Path file = folder.path().resolve(name + suffix);
                    if (Files.exists(file)) {
                        folder.rename(file, name.plain() + suffix);
                        renamed = true;
                    }
                }
            }
            if (renamed) {
                folder.force();
            }
        }
    }

    /// Whether its files still stand beside older ones.
    boolean isBeside() {
        return !stem.equals(name.plain());
    }

    /// Knows that its files have got their names.
    void settled() {
        close();
        stem = name.plain();
        log = new DataFile(file(SUFFIX));
        offsets = null;
        times = null;
    }

    /// Makes the last segment of a log that was opened fit to grow again: see [SegmentRecovery].
    void recover(Manifest manifest) {
        newIndexes();
        new SegmentRecovery(folder, log, this, manifest, repairs).run();
        long found = nextOffset;
        nextOffset = Math.max(nextOffset, Math.max(manifest.end(), manifest.start()));
        lost = nextOffset > found;
    }

    /// Whether events that it had are missing at its end, so that none may come behind them.
    boolean hasLost() {
        return lost;
    }

    /// Knows from elsewhere that it reaches up to a position and an offset. The next batch has an entry in the indexes.
    void extendTo(long position, long offset) {
        length = position;
        indexedPosition = position - settings.indexBytes();
        nextOffset = offset;
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

    void configure(FileSettings other) {
        settings = other;
    }

    /// Writes a batch behind the others. It does not count until it is accepted.
    void write(ByteBuffer stored) {
        log.write(stored, length);
    }

    /// Cuts off what was written and not accepted.
    void undoAppend() {
        log.truncate(length);
    }

    /// Counts the batch that was written behind the others.
    void accept(BatchHeader frame) {
        if (frame.maxTimestamp() > maxTimestamp) {
            maxTimestamp = frame.maxTimestamp();
            youngestOffset = frame.lastOffset();
        }
        if (length - indexedPosition >= settings.indexBytes()) {
            offsets.add(frame.lastOffset(), length);
            times.add(maxTimestamp, youngestOffset);
            indexedPosition = length;
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
    void releaseFiles() {
        growing = false;
        offsets.entries().rest();
        times.entries().rest();
    }

    /// Goes to the first batch that does not end before an offset. On its way it steps over a damaged one, if that
    /// cannot be the one.
    ///
    /// @throws CorruptLogException if it is damaged, or may be
    BatchScanner seek(long offset) {
        BatchScanner straight = straightTo(offset);
        return straight != null ? straight : seek(offset, UnaryOperator.identity());
    }

    /// The usual way: steps over the batches before the one that holds an offset, and checks no other than that. Null
    /// if anything is strange on the way; then the longer way will find out what.
    private BatchScanner straightTo(long offset) {
        openIndexes();
        SparseIndex.Entry entry = offsets.floor(offset);
        if (entry == null) {
            return null;
        }
        SparseIndex.Entry after = offsets.entries().after(entry);
        BatchScanner reader = reader(entry.value(), false).headersOnly();
        reader.expect((after == null ? length : after.value()) - entry.value());
        try {
            if (!begins(reader, offsets.lastOffset(entry))) {
                return null;
            }
            forward(reader, offset);
            return reader.frame() != null && reader.frame().baseOffset() <= offset && reader.isRight() ? reader : null;
        } catch (CorruptLogException damage) {
            return null;
        }
    }

    private BatchScanner seek(long offset, UnaryOperator<BatchScanner> kind) {
        openIndexes();
        boolean doubt = false;
        for (var entry = offsets.floor(offset); entry != null; entry = offsets.entries().before(entry)) {
            BatchScanner reader = kind.apply(reader(entry.value(), false));
            if (begins(reader, offsets.lastOffset(entry))) {
                return walk(reader, offset, doubt);
            }
            doubt = true;
        }
        return walk(kind.apply(reader(0, true)), offset, doubt);
    }

    private BatchScanner reader(long position, boolean known) {
        return reader(position, length, name.baseOffset(), known);
    }

    /// Begins before a batch; see [BatchScanner].
    BatchScanner reader(long position, long limit, long nextOffset, boolean known) {
        return new BatchScanner(log, settings.format(), buffer, position, limit, nextOffset, known, name.isDense());
    }

    /// Whether a batch with this last offset comes next. If not, the index is wrong, or the segment is damaged there.
    private static boolean begins(BatchScanner reader, long lastOffset) {
        try {
            return reader.next() && reader.frame().lastOffset() == lastOffset;
        } catch (CorruptLogException damage) {
            return false;
        }
    }

    /// Who finds the way although an entry was not right, and sees no damage, makes the indexes again.
    private BatchScanner walk(BatchScanner reader, long offset, boolean doubt) {
        try {
            forward(reader, offset);
            if (doubt && !growing) {
                makeIndexes(new CorruptLogException(offsets.entries().path(), 0,
                        "it does not say where the batches are"));
            }
        } catch (CorruptLogException damage) {
            if (!reader.skip() || reader.frame().baseOffset() > offset) {
                throw damage;
            }
            forward(reader, offset);
        }
        return reader;
    }

    private static void forward(BatchScanner reader, long offset) {
        boolean more = reader.frame() != null || reader.next();
        while (more && reader.frame().lastOffset() < offset) {
            more = reader.next();
        }
    }

    private void openIndexes() {
        if (offsets == null) {
            try {
                offsets = OffsetIndex.read(file(OffsetIndex.SUFFIX), name.baseOffset());
                times = TimeIndex.read(file(TimeIndex.SUFFIX), name.baseOffset());
                if (times.entries().lastKey() != maxTimestamp) {
                    throw new CorruptLogException(times.entries().path(), 0,
                            "it does not say when the youngest event happened");
                }
            } catch (CorruptLogException damage) {
                makeIndexes(damage);
            }
        }
    }

    /// Looks whether an entry of the time index is right. If the segment is damaged there, nobody can say.
    private void checkTime(SparseIndex.Entry entry) {
        if (entry != null) {
            BatchScanner reader;
            try {
                reader = seek(times.lastOffset(entry));
            } catch (CorruptLogException damage) {
                return;
            }
            if (!times.means(entry, reader.frame())) {
                throw new CorruptLogException(times.entries().path(), 0, "it does not say when the events happened");
            }
        }
    }

    private void makeIndexes(CorruptLogException damage) {
        repairs.add("made the indexes of " + log.path() + " again: " + damage.file().getFileName()
                + " is damaged at position " + damage.position() + ": " + damage.what());
        long size = sizeInBytes;
        makeIndexes();
        sizeInBytes = size;
    }

    /// Makes the indexes of a full segment again, and counts what it holds.
    void makeIndexes() {
        long whole = length;
        newIndexes();
        sizeInBytes = 0;
        BatchScanner reader = reader(0, true);
        while (advance(reader)) {
            length = reader.position();
            accept(reader.frame());
        }
        length = whole;
        saveIndexes();
        releaseFiles();
    }

    /// Goes on to the next batch, or to the one behind the damage.
    private static boolean advance(BatchScanner reader) {
        try {
            return reader.next();
        } catch (CorruptLogException damage) {
            return reader.skip();
        }
    }

    /// Goes to the first batch that may hold an event as young as this.
    BatchScanner seekTime(long timestamp) {
        openIndexes();
        try {
            checkTime(times.floor(timestamp));
        } catch (CorruptLogException damage) {
            makeIndexes(damage);
        }
        SparseIndex.Entry entry = times.floor(timestamp);
        BatchScanner reader = seek(entry == null ? name.baseOffset() : times.lastOffset(entry));
        while (reader.frame() != null && reader.frame().maxTimestamp() < timestamp) {
            reader.next();
        }
        return reader;
    }

    /// The timestamp of its youngest event; [Event#NO_TIMESTAMP] if it has none.
    long maxTimestamp() {
        return maxTimestamp;
    }

    /// How many bytes of events leave it if everything from an offset up to another goes. Damage counts as nothing.
    long sizeInBytes(long from, long upTo) {
        long bytes = 0;
        try {
            BatchScanner reader = seek(from);
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

    /// The batches from the one that does not end before an offset, as far as they fit into so many bytes and begin
    /// before another offset, one at least; empty if it has none. It reads what the first of them says about itself,
    /// and the last ones: the index knows where to begin with those.
    FileRegion region(long offset, int maxBytes, long before) {
        BatchScanner first = seek(offset, BatchScanner::headersOnly);
        long begin = first.position();
        boolean none = first.frame() == null || first.frame().baseOffset() >= before;
        long end = none ? begin : endOf(first, maxBytes, before);
        buffer.rest();
        return new FileRegion(log.path(), begin, end - begin);
    }

    private long endOf(BatchScanner first, int maxBytes, long before) {
        long limit = Math.max(first.end(), first.position() + maxBytes);
        BatchScanner reader = nearEnd(limit, before, first);
        long end = reader.position();
        while (reader.frame() != null && reader.end() <= limit && reader.frame().baseOffset() < before) {
            end = reader.end();
            try {
                reader.next();
            } catch (CorruptLogException damage) {
                return end;
            }
        }
        return end;
    }

    private BatchScanner nearEnd(long limit, long before, BatchScanner first) {
        SparseIndex.Entry fits = offsets.entries().floorOfValues((int) Math.min(limit, Integer.MAX_VALUE));
        SparseIndex.Entry comes = offsets.floor(before - 1);
        if (fits != null && comes != null) {
            SparseIndex.Entry entry = fits.number() < comes.number() ? fits : comes;
            BatchScanner reader = reader(entry.value(), false).headersOnly();
            if (entry.value() > first.position() && begins(reader, offsets.lastOffset(entry))) {
                return reader;
            }
        }
        return first;
    }

    Manifest.Line line() {
        return new Manifest.Line(name, length, sizeInBytes, created, maxTimestamp);
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
            folder.delete(stem + suffix);
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
