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
import java.util.OptionalLong;

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
    private final FileSettings settings;
    private final FolderLock lock;
    private final List<String> repairs;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private List<Segment> segments;
    private long start;
    private long end;
    private long fullBytes;
    private long forced;
    private long forcedEnd;
    private Instant forcedAt;
    private boolean usable = true;
    private boolean closed;

    /// Opens a log as [FileSettings#defaults()] say, and makes it if it is not there.
    ///
    /// @throws LogLockedException if it is open already
    public static FileLog open(Path folder) {
        return open(folder, FileSettings.defaults());
    }

    /// Opens a log, and makes it if it is not there.
    ///
    /// @throws LogLockedException  if it is open already
    /// @throws CorruptLogException if there is no telling which of its files are the log
    public static FileLog open(Path path, FileSettings settings) {
        Folder folder = Folder.create(path);
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
        var opening = new Opening(folder, settings);
        repairs = opening.repairs();
        segments = opening.segments();
        start = opening.start();
        end = last().nextOffset();
        done(force());
        commit(segments, start);
        opening.deleteLeftovers();
    }

    private Segment last() {
        return segments.getLast();
    }

    @Override
    public long append(Batch batch) {
        checkUsable();
        ByteBuffer stored = encode(batch);
        Frame frame = settings.format().frame(stored, 0);
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

    private boolean rollsFor(int bytes, long lastOffset) {
        return last().isFullFor(bytes, lastOffset) || last().isOld(settings.clock().instant());
    }

    /// Whether this batch will begin a new segment, after a force of the old one.
    boolean rollsFor(Batch batch) {
        return rollsFor(settings.format().storedBytes(batch), end + batch.lastOffset() - batch.baseOffset());
    }

    private ByteBuffer encode(Batch batch) {
        int needed = settings.format().storedBytes(batch);
        if (buffer.capacity() < needed) {
            buffer = ByteBuffer.allocateDirect(needed);
        }
        settings.format().write(batch, end, buffer.clear());
        return buffer.flip();
    }

    /// A write that fails leaves nothing behind. If even that cannot be said, the log is not to be used any more.
    private void write(ByteBuffer stored) {
        try {
            last().write(stored);
        } catch (StorageException e) {
            unlessItFails(last()::takeBack);
            throw e;
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
                    + (closed ? " is closed; open it again" : " has lost track of its disk; close it and open it again"));
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

    /// A force that may run while somebody appends. It is to be [#done(Force)], or else [#distrust()].
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

    void distrust() {
        usable = false;
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
        Segment next = Segment.create(folder, name, settings.clock().millis(), settings, repairs);
        folder.force();
        var row = new ArrayList<>(segments);
        row.add(next);
        forced = 0;
        forcedEnd = end;
        commit(List.copyOf(row), start);
        full.rest();
    }

    /// Makes a row of segments the log, in one step, and deletes the files of those that are no longer in it.
    private void commit(List<Segment> row, long newStart) {
        var lines = new ArrayList<>(row.stream().map(Segment::line).toList());
        lines.set(lines.size() - 1, row.getLast().line().growing());
        Path aside = new Manifest(newStart, forced, forcedEnd, lines).writeAside(folder);
        unlessItFails(() -> Manifest.commit(folder, aside));
        List<Segment> old = segments;
        segments = row;
        start = newStart;
        fullBytes = row.stream().limit(row.size() - 1L).mapToLong(Segment::sizeInBytes).sum();
        old.stream().filter(segment -> !row.contains(segment)).forEach(this::delete);
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
        return new FileBatches(segments.subList(indexOf(from), segments.size()), settings.format(), from, before, maxBytes);
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
    public void forget(long upTo) {
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
        int generation = 1 + segments.stream().mapToInt(segment -> segment.name().generation()).max().orElse(0);
        var rewriting = new Rewriting(folder, settings, generation, old.getFirst().line().created(), repairs);
        try {
            survivors.stream().filter(batch -> batch.lastOffset() >= start).forEach(rewriting::add);
            rewriting.copy(old.getLast().seek(to));
            return rewriting.finish();
        } catch (RuntimeException e) {
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
                    for (Entry entry : settings.format().entries(reader.stored())) {
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
                    commit(segments, start);
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
