package gregor.file;

import gregor.list.Batch;
import gregor.list.Batches;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// A log that survives its process: a row of segments in a folder. All but the last are full and do not change.
///
/// What was acknowledged is there after the process has ended in whatever way. What is there after a power cut is
/// up to the [FsyncPolicy]. A batch that a crash has cut short is set aside when the log is opened, and never
/// appended to; the past is never half-rewritten.
///
/// Its methods throw [StorageException] if the disk fails. If nobody can know then what is on the disk, the log
/// takes nothing more until it is closed and opened again; it can still be read. One process at a time may have a
/// log open, and one thread at a time may call it.
public final class FileLog implements Log, AutoCloseable {
    private final Folder folder;
    private final FolderLock lock;
    private final List<String> repairs;
    private final ReadBuffer readBuffer = new ReadBuffer();
    private FileSettings settings;
    private List<Segment> segments;
    private Manifest committed;
    private long start;
    private long end;
    private long fullBytes;
    private long forced;
    private long forcedEnd;
    private Instant forcedAt;
    private boolean named;
    private boolean usable = true;
    private boolean closed;

    /// Opens a log as [FileSettings#defaults()] say, and makes it if it is not there.
    ///
    /// @throws LogLockedException if it is open already
    public static FileLog open(Path folder) {
        FileSettings defaults = FileSettings.defaults();
        return open(folder, defaults.with(BatchFormats.of(folder, defaults.format())));
    }

    /// Opens a log, and makes it if it is not there.
    ///
    /// @throws LogLockedException  if it is open already
    /// @throws CorruptLogException if there is no telling which of its files are the log
    public static FileLog open(Path path, FileSettings settings) {
        Folder folder = Manifest.isIn(path) ? new Folder(path) : Folder.create(path);
        var lock = new FolderLock(path);
        try {
            return new FileLog(folder, settings, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private FileLog(Folder folder, FileSettings settings, FolderLock lock) {
        this.folder = folder;
        this.settings = settings;
        this.lock = lock;
        var opening = new LogLoader(folder, settings, readBuffer);
        repairs = opening.repairs();
        segments = opening.segments();
        start = opening.start();
        end = last().nextOffset();
        fullBytes = bytesOfFull();
        done(force());
        if (opening.isWritten(manifest(segments, start))) {
            committed = manifest(segments, start);
        } else {
            commit(segments, start);
        }
        opening.deleteLeftovers();
    }

    private Segment last() {
        return segments.getLast();
    }

    @Override
    public long append(Batch batch) {
        checkUsable();
        forceManifest();
        ByteBuffer stored = encode(batch);
        BatchHeader frame = settings.format().frame(stored, 0);
        if (rollsFor(stored.remaining(), frame.lastOffset())) {
            roll();
        }
        write(stored);
        boolean due = settings.fsync().isDue(frame.lastOffset() + 1 - forcedEnd, waited());
        if (due) {
            unlessItFails(last()::force);
        }
        last().accept(frame);
        end = frame.lastOffset() + 1;
        if (due) {
            done(force());
        }
        return frame.baseOffset();
    }

    /// The last process may have ended before the disk had the manifest that is there. If it then lost it, it would
    /// lose with it what is appended now. Who only reads need not wait for this.
    private void forceManifest() {
        if (!named) {
            unlessItFails(folder::force);
            named = true;
        }
    }

    private boolean rollsFor(int bytes, long lastOffset) {
        return last().isFullFor(bytes, lastOffset) || last().isOld(settings.clock().instant());
    }

    /// Whether this batch will begin a new segment, after a force of the old one.
    boolean rollsFor(Batch batch) {
        return rollsFor(settings.format().storedBytes(batch), end + batch.lastOffset() - batch.baseOffset());
    }

    private ByteBuffer encode(Batch batch) {
        ByteBuffer buffer = BufferPool.take(settings.format().storedBytes(batch));
        settings.format().write(batch, end, buffer);
        return buffer.flip();
    }

    /// A write that fails leaves nothing behind. If even that cannot be said, the log is not to be used any more. The
    /// bytes are needed no longer in any case.
    private void write(ByteBuffer stored) {
        try {
            last().write(stored);
        } catch (StorageException e) {
            unlessItFails(last()::undoAppend);
            throw e;
        } finally {
            BufferPool.give(stored);
        }
    }

    /// After some failures nobody knows what is on the disk.
    private void unlessItFails(Runnable step) {
        usable = false;
        step.run();
        usable = true;
    }

    private void checkUsable() {
        if (closed || !usable) {
            throw new StorageException("the log in " + folder.path()
                    + (closed ? " is closed; open it again"
                            : " has lost track of its disk; close it and open it again"));
        }
    }

    private Duration waited() {
        return Duration.between(forcedAt, settings.clock().instant());
    }

    /// What is to be forced so that the disk has everything until now.
    record Force(Segment segment, long length, long end) implements Runnable {
        @Override
        public void run() {
            segment.force();
        }
    }

    /// A force that may run while somebody appends. It is to be [#done(Force)], or else [#markFailed()].
    Force force() {
        return new Force(last(), last().length(), end);
    }

    void done(Force force) {
        if (force.segment() == last()) {
            forced = force.length();
        }
        forcedEnd = Math.max(forcedEnd, force.end());
        forcedAt = settings.clock().instant();
    }

    void markFailed() {
        usable = false;
    }

    /// Keeps the log in another way from now on. Segments that are full stay as they are, and so does the format.
    public void configure(FileSettings other) {
        settings = other.with(settings.format());
        last().configure(settings);
    }

    /// Waits until the disk has everything that was appended.
    public void flush() {
        checkUsable();
        if (forcedEnd < end) {
            Force force = force();
            unlessItFails(force);
            done(force);
        }
    }

    /// Before this offset, the disk has everything for certain.
    public long forcedEnd() {
        return forcedEnd;
    }

    /// Does so if the policy says that it is time: for somebody to call now and then while nobody appends.
    public void flushIfDue() {
        if (settings.fsync().isDue(end - forcedEnd, waited())) {
            flush();
        }
    }

    /// Closes the last segment and begins another.
    private void roll() {
        Segment full = last();
        unlessItFails(full::force);
        full.saveIndexes();
        var name = new SegmentName(end, 0);
        Segment next = Segment.create(folder, name, settings.clock().millis(), settings, repairs, readBuffer);
        folder.force();
        var row = new ArrayList<>(segments);
        row.add(next);
        forced = 0;
        forcedEnd = end;
        commit(List.copyOf(row), start);
        full.releaseFiles();
    }

    /// Makes a row of segments the log, in one step, and deletes the files of those that are no longer in it.
    private void commit(List<Segment> row, long newStart) {
        Manifest next = manifest(row, newStart);
        Path aside = next.writeAside(folder);
        unlessItFails(() -> Manifest.commit(folder, aside));
        committed = next;
        named = true;
        List<Segment> old = segments;
        segments = row;
        start = newStart;
        fullBytes = bytesOfFull();
        old.stream().filter(segment -> !row.contains(segment)).forEach(this::delete);
        settle(row.stream().filter(Segment::isBeside).toList());
    }

    /// What cannot be renamed now is renamed when the log is opened.
    private void settle(List<Segment> beside) {
        if (!beside.isEmpty()) {
            try {
                Segment.renameIntoPlace(folder, beside.stream().map(Segment::name).toList());
                beside.forEach(Segment::settled);
            } catch (StorageException e) {
                repairs.add(e.getMessage());
            }
        }
    }

    private long bytesOfFull() {
        return segments.stream().limit(segments.size() - 1L).mapToLong(Segment::sizeInBytes).sum();
    }

    private Manifest manifest(List<Segment> row, long newStart) {
        var lines = new ArrayList<>(row.stream().map(Segment::line).toList());
        lines.set(lines.size() - 1, row.getLast().line().growing());
        return new Manifest(settings.format().name(), newStart, forced, forcedEnd, lines);
    }

    /// What cannot be deleted now is deleted when the log is opened.
    private void delete(Segment segment) {
        try {
            segment.delete();
        } catch (StorageException e) {
            repairs.add(e.getMessage());
        }
    }

    @Override
    public FileBatches read(long from, int maxBytes) {
        return read(from, end, maxBytes);
    }

    /// Reads as if the log ended earlier.
    FileBatches read(long from, long before, int maxBytes) {
        OffsetOutOfRangeException.check(from, this);
        return new FileBatches(segments.subList(indexOf(from), segments.size()), settings.format(),
                from, before, maxBytes);
    }

    @Override
    public List<Entry> entries(long from) {
        var entries = new ArrayList<Entry>();
        long next = from;
        do {
            for (Batch batch : read(next, Integer.MAX_VALUE)) {
                batch.forEach(entry -> {
                    if (entry.offset() >= from) {
                        entries.add(entry);
                    }
                });
                next = batch.lastOffset() + 1;
            }
        } while (read(next, 0).iterator().hasNext());
        return entries;
    }

    /// Finds the segment that an offset belongs to.
    private int indexOf(long offset) {
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).name().baseOffset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long sizeInBytes() {
        return fullBytes + last().sizeInBytes();
    }

    /// Lets go of everything before an offset, and deletes the segments that end before it.
    @Override
    public void deleteBefore(long upTo) {
        if (upTo > start) {
            OffsetOutOfRangeException.check(upTo, this);
            checkUsable();
            if (upTo == end && last().length() > 0) {
                roll();
            }
            int first = indexOf(upTo);
            Segment kept = segments.get(first);
            long leaving = kept.sizeInBytes(start, upTo);
            kept.shrink(leaving);
            try {
                commit(List.copyOf(segments.subList(first, segments.size())), upTo);
            } catch (StorageException e) {
                kept.shrink(-leaving);
                throw e;
            }
        }
    }

    /// Rewrites the past in one step: after a crash, all of it is as before or all of it is new.
    @Override
    public void replace(long upTo, List<Batch> survivors) {
        OffsetOutOfRangeException.check(upTo, this);
        checkUsable();
        long to = firstOffset(upTo, end);
        Batches.checkSurvivors(survivors, Math.min(start, firstOffset(start, end)), to);
        if (to > last().name().baseOffset() && last().length() > 0) {
            roll();
        }
        int count = 0;
        while (count < segments.size() - 1 && segments.get(count).name().baseOffset() < to) {
            count++;
        }
        if (count > 0) {
            var row = new ArrayList<>(rewritten(segments.subList(0, count), to, survivors));
            row.addAll(segments.subList(count, segments.size()));
            commit(List.copyOf(row), start);
        }
    }

    /// The offset with which the first batch begins that does not end before another.
    private long firstOffset(long offset, long none) {
        Iterator<Batch> batches = read(offset, 0).iterator();
        return batches.hasNext() ? batches.next().baseOffset() : none;
    }

    private List<Segment> rewritten(List<Segment> old, long to, List<Batch> survivors) {
        SegmentRewriter rewriting = rewriting(old.getFirst());
        try {
            survivors.stream().filter(batch -> batch.lastOffset() >= start).forEach(rewriting::add);
            rewriting.copy(old.getLast().seek(to));
            return rewriting.finish();
        } catch (RuntimeException e) {
            rewriting.discard();
            throw e;
        }
    }

    /// A segment, as somebody sees it who decides how long it is kept.
    ///
    /// @param nextOffset   the offset after its last one
    /// @param maxTimestamp the timestamp of its youngest event; negative if none has one
    public record SegmentDescription(long baseOffset, long nextOffset, long sizeInBytes, long maxTimestamp) {}

    /// Lets segments leave, the oldest first, as long as a test says so, and returns the offset from which on the
    /// log stays. Nothing has left yet: see [#deleteBefore(long)]. An empty segment is not asked about.
    public long firstRetainedOffset(Predicate<SegmentDescription> leaves) {
        long stays = start;
        for (int number = 0; number < segments.size(); number++) {
            Segment segment = segments.get(number);
            long next = segment == last() ? end : segments.get(number + 1).name().baseOffset();
            var part = new SegmentDescription(segment.name().baseOffset(), next, segment.sizeInBytes(), segment.maxTimestamp());
            if (segment.length() == 0 || !leaves.test(part)) {
                return stays;
            }
            stays = next;
        }
        return stays;
    }

    private SegmentRewriter rewriting(Segment first) {
        int generation = 1 + segments.stream().mapToInt(segment -> segment.name().generation()).max().orElse(0);
        return new SegmentRewriter(folder, settings, generation, first.line().created(), repairs, readBuffer);
    }

    /// What the format of a log is called; empty if there is no log in the folder, or none of ours.
    ///
    /// @throws CorruptLogException if its manifest is damaged
    public static Optional<String> formatOf(Path folder) {
        return Manifest.read(new Folder(folder)).map(Manifest::format);
    }

    /// Writes a log again in another format, in one step: after a crash, all of it is as before or all of it is new.
    ///
    /// @param progress is told now and then up to which offset it has come, and where the end is
    /// @throws LogLockedException  if it is open
    /// @throws CorruptLogException if it is damaged; then nothing has changed
    public static void convert(Path folder, FileSettings settings, BatchFormat to, BiConsumer<Long, Long> progress) {
        try (FileLog log = open(folder, settings)) {
            log.rewriteAs(to, progress);
        }
    }

    private void rewriteAs(BatchFormat to, BiConsumer<Long, Long> progress) {
        FileSettings before = settings;
        settings = settings.with(to);
        SegmentRewriter rewriting = rewriting(segments.getFirst());
        try {
            for (Segment segment : segments) {
                for (var reader = segment.seek(start); reader.frame() != null; reader.next()) {
                    rewriting.add(before.format().batch(reader.frame(), reader.stored()));
                }
                progress.accept(segment == last() ? end : segment.nextOffset(), end);
            }
            List<Segment> row = rewriting.finish(end);
            forced = 0;
            forcedEnd = end;
            commit(row, start);
        } catch (RuntimeException e) {
            settings = before;
            rewriting.discard();
            throw e;
        }
    }

    /// Finds the first event that is as young as a time, and returns its offset; empty if there is none.
    public OptionalLong offsetAt(Instant time) {
        long timestamp = time.toEpochMilli();
        for (Segment segment : segments) {
            if (segment.maxTimestamp() >= timestamp) {
                for (var reader = segment.seekTime(timestamp); reader.frame() != null; reader.next()) {
                    for (Entry entry : settings.format().batch(reader.frame(), reader.stored())) {
                        if (entry.offset() >= start && entry.event().timestamp() >= timestamp) {
                            return OptionalLong.of(entry.offset());
                        }
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    /// What was wrong with the files and was mended, a sentence each: torn tails, indexes that were made again.
    public List<String> repairs() {
        return List.copyOf(repairs);
    }

    /// Waits until the disk has everything, and lets others open the log.
    @Override
    public void close() {
        if (!closed) {
            try {
                if (usable) {
                    flush();
                    if (!manifest(segments, start).equals(committed)) {
                        commit(segments, start);
                    }
                }
            } finally {
                closed = true;
                segments.forEach(Segment::close);
                lock.close();
            }
        }
    }

    @Override
    public String toString() {
        return folder.path() + ", offsets " + start + " to " + end;
    }
}
