package gregor.file;

import module java.base;

import gregor.list.Batch;
import gregor.list.Batches;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;

/// A log that survives its process: a list of segments in a folder. All but the last are full and do not change.
///
/// Acknowledged events survive the end of the process, however it ends. The [FsyncPolicy] decides which of them
/// survive a power cut. A batch that a crash has cut short is set aside when the log is opened, and never appended to.
/// Changes of the past are atomic.
///
/// Its methods throw [StorageException] if the disk fails. If it is then unknown what is on the disk, the log refuses
/// changes until it is closed and opened again; it can still be read. One process at a time may have a log open, and
/// one thread at a time may call it.
public final class FileLog implements Log, AutoCloseable {
    private final Folder folder;
    private final FolderLock lock;
    private final RecoveryReport report;
    private final ReadBuffer readBuffer = new ReadBuffer();
    private FileSettings settings;
    private final ForcedState forced = new ForcedState();
    private SegmentList segments;
    private Manifest committed;
    private long start;
    private long end;
    private boolean manifestForced;
    private boolean usable = true;
    private boolean closed;

    /// Opens a log with [FileSettings#defaults()]; creates it if it does not exist.
    ///
    /// @throws LogLockedException if it is open already
    public static FileLog open(Path folder) {
        FileSettings defaults = FileSettings.defaults();
        return open(folder, defaults.with(BatchFormats.of(folder, defaults.format())));
    }

    /// Opens a log; creates it if it does not exist.
    ///
    /// @throws LogLockedException  if it is open already
    /// @throws CorruptLogException if the manifest is missing and the names of the files are ambiguous
    /// @throws FormatException     if it has another format than the settings
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
        var loader = new LogLoader(folder, settings, readBuffer);
        report = loader.report();
        segments = new SegmentList(loader.segments());
        start = loader.start();
        end = last().nextOffset();
        done(force());
        if (loader.isWritten(manifest(segments, start))) {
            committed = manifest(segments, start);
        } else {
            commit(segments, start);
        }
        loader.deleteLeftovers();
    }

    private Segment last() {
        return segments.last();
    }

    @Override
    public long append(Batch batch) {
        checkUsable();
        forceManifest();
        ByteBuffer stored = encode(batch);
        BatchHeader header = settings.format().header(stored, 0);
        if (rollsFor(stored.remaining(), header.lastOffset())) {
            roll();
        }
        write(stored);
        boolean due = forced.isDue(settings, header.lastOffset() + 1);
        if (due) {
            orMarkFailed(last()::force);
        }
        last().accept(header);
        end = header.lastOffset() + 1;
        if (due) {
            done(force());
        }
        return header.baseOffset();
    }

    /// Forces the manifest before the first append: the last process may have ended before the disk had it, and the
    /// loss of the manifest would be the loss of what is appended now.
    private void forceManifest() {
        if (!manifestForced) {
            orMarkFailed(folder::force);
            manifestForced = true;
        }
    }

    private boolean rollsFor(int bytes, long lastOffset) {
        return last().isFullFor(bytes, lastOffset) || last().isOld(settings.clock().instant());
    }

    /// Whether this batch begins a new segment, after a force of the last one.
    boolean rollsFor(Batch batch) {
        return rollsFor(settings.format().storedBytes(batch), end + batch.lastOffset() - batch.baseOffset());
    }

    private ByteBuffer encode(Batch batch) {
        ByteBuffer buffer = BufferPool.take(settings.format().storedBytes(batch));
        settings.format().write(batch, end, buffer);
        return buffer.flip();
    }

    /// Writes a batch and returns its buffer to the pool. Undoes a write that fails; if even that fails, the log is
    /// marked as failed.
    private void write(ByteBuffer stored) {
        try {
            last().write(stored);
        } catch (StorageException e) {
            orMarkFailed(last()::undoAppend);
            throw e;
        } finally {
            BufferPool.give(stored);
        }
    }

    /// Runs a step after whose failure it is unknown what is on the disk.
    private void orMarkFailed(Runnable step) {
        usable = false;
        step.run();
        usable = true;
    }

    private void checkUsable() {
        if (closed || !usable) {
            throw new StorageException("the log in " + folder.path()
                    + (closed
                            ? " is closed; open it again"
                            : " does not know what is on its disk after a failure; close it and open it again"));
        }
    }

    /// A force of everything that has been appended.
    record Force(Segment segment, long length, long end) implements Runnable {
        @Override
        public void run() {
            segment.force();
        }
    }

    /// Returns a force that may run while another thread appends. The caller reports its result with [#done(Force)] or
    /// [#markFailed()].
    Force force() {
        return new Force(last(), last().length(), end);
    }

    void done(Force force) {
        forced.record(force, last(), settings.clock());
    }

    void markFailed() {
        usable = false;
    }

    /// Changes the settings. Full segments stay as they are, and so does the format.
    public void configure(FileSettings other) {
        settings = other.with(settings.format());
        last().configure(settings);
    }

    /// Waits until the disk has everything that was appended.
    public void flush() {
        checkUsable();
        if (forced.end() < end) {
            Force force = force();
            orMarkFailed(force);
            done(force);
        }
    }

    /// Returns the offset before which the disk has every event for certain.
    public long forcedEnd() {
        return forced.end();
    }

    /// Flushes if the policy's time has passed. To be called periodically, for times without appends.
    public void flushIfDue() {
        if (forced.isDue(settings, end)) {
            flush();
        }
    }

    /// Completes the last segment and begins another.
    private void roll() {
        Segment full = last();
        orMarkFailed(full::force);
        full.saveIndexes();
        SegmentList next = segments.with(Segment.create(folder, new SegmentName(end, 0), settings.clock().millis(),
                settings, report, readBuffer));
        folder.force();
        forced.startSegment(end);
        commit(next, start);
        full.release();
    }

    /// Replaces the segments of the log atomically, and deletes the files of those that are no longer in it.
    private void commit(SegmentList newSegments, long newStart) {
        Manifest next = manifest(newSegments, newStart);
        Path aside = next.writeAside(folder);
        orMarkFailed(() -> Manifest.commit(folder, aside));
        committed = next;
        manifestForced = true;
        SegmentList old = segments;
        segments = newSegments;
        start = newStart;
        for (Segment segment : old) {
            if (!newSegments.contains(segment)) {
                delete(segment);
            }
        }
        rename(newSegments.toBeRenamed());
    }

    /// Renames rewritten segments. A failure is repaired when the log is opened again.
    private void rename(List<Segment> rewritten) {
        if (!rewritten.isEmpty()) {
            try {
                Segment.renameIntoPlace(folder, rewritten.stream().map(Segment::name).toList());
                rewritten.forEach(Segment::renamed);
            } catch (StorageException e) {
                report.repaired(e.getMessage());
            }
        }
    }

    private Manifest manifest(SegmentList listed, long newStart) {
        return new Manifest(settings.format().name(), newStart, forced.position(), forced.end(), listed.lines());
    }

    /// Deletes a segment. A failure is repaired when the log is opened again.
    private void delete(Segment segment) {
        try {
            segment.delete();
        } catch (StorageException e) {
            report.repaired(e.getMessage());
        }
    }

    @Override
    public FileBatches read(long from, int maxBytes) {
        return read(from, end, maxBytes);
    }

    /// Reads as if the log ended at the offset `before`.
    FileBatches read(long from, long before, int maxBytes) {
        OffsetOutOfRangeException.check(from, this);
        return new FileBatches(segments.from(from), settings.format(), from, before, maxBytes);
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
        return segments.sizeInBytes();
    }

    /// Deletes the events before an offset, and the files of the segments that end before it.
    @Override
    public void deleteBefore(long upTo) {
        if (upTo > start) {
            OffsetOutOfRangeException.check(upTo, this);
            checkUsable();
            if (upTo == end && last().length() > 0) {
                roll();
            }
            Segment kept = segments.from(upTo).getFirst();
            long deleted = kept.seeker().sizeInBytes(start, upTo);
            kept.shrink(deleted);
            try {
                commit(new SegmentList(segments.from(upTo)), upTo);
            } catch (StorageException e) {
                kept.shrink(-deleted);
                throw e;
            }
        }
    }

    /// Rewrites the past atomically: after a crash, all of it is as before or all of it is new.
    @Override
    public void replace(long upTo, List<Batch> survivors) {
        OffsetOutOfRangeException.check(upTo, this);
        checkUsable();
        long to = firstOffset(upTo, end);
        Batches.checkSurvivors(survivors, Math.min(start, firstOffset(start, end)), to);
        if (to > last().name().baseOffset() && last().length() > 0) {
            roll();
        }
        List<Segment> old = segments.fullBefore(to);
        if (!old.isEmpty()) {
            commit(segments.replace(old, rewritten(old, to, survivors)), start);
        }
    }

    /// Returns the base offset of the first batch whose last offset is at least `offset`; `none` if there is none.
    private long firstOffset(long offset, long none) {
        Iterator<Batch> batches = read(offset, 0).iterator();
        return batches.hasNext() ? batches.next().baseOffset() : none;
    }

    private List<Segment> rewritten(List<Segment> old, long to, List<Batch> survivors) {
        SegmentRewriter rewriter = rewriter(old.getFirst());
        try {
            survivors.stream().filter(batch -> batch.lastOffset() >= start).forEach(rewriter::add);
            rewriter.copy(old.getLast().seeker().seek(to));
            return rewriter.finish();
        } catch (RuntimeException e) {
            rewriter.discard();
            throw e;
        }
    }

    /// What a retention rule may ask about a segment.
    ///
    /// @param nextOffset   the offset after its last one
    /// @param maxTimestamp the largest timestamp of its events, in milliseconds; negative if none has one
    public record SegmentDescription(long baseOffset, long nextOffset, long sizeInBytes, long maxTimestamp) {}

    /// Returns the base offset of the first segment that a test retains, or the end of the log. An empty segment is not
    /// tested. This method deletes nothing: see [#deleteBefore(long)].
    public long firstRetainedOffset(Predicate<SegmentDescription> expired) {
        return segments.firstRetainedOffset(start, end, expired);
    }

    public Path path() {
        return folder.path();
    }

    /// Returns the base offsets of the segments, ascending.
    public List<Long> baseOffsets() {
        return segments.baseOffsets();
    }

    private SegmentRewriter rewriter(Segment first) {
        return new SegmentRewriter(folder, settings, segments.nextGeneration(), first.line().created(), report,
                readBuffer);
    }

    /// Returns the name of a log's format; empty if the folder has no manifest.
    ///
    /// @throws CorruptLogException if its manifest is damaged
    public static Optional<String> formatOf(Path folder) {
        return Manifest.read(new Folder(folder)).map(Manifest::format);
    }

    /// Rewrites a log in another format, atomically: after a crash, all of it is as before or all of it is new.
    ///
    /// @param progress receives, after each segment, the offset that is reached and the end of the log
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
        SegmentRewriter rewriter = rewriter(segments.first());
        try {
            for (Segment segment : segments) {
                for (var scanner = segment.seeker().seek(start); scanner.header() != null; scanner.next()) {
                    rewriter.add(before.format().batch(scanner.header(), scanner.stored()));
                }
                progress.accept(segment == last() ? end : segment.nextOffset(), end);
            }
            var rewritten = new SegmentList(rewriter.finish(end));
            forced.startSegment(end);
            commit(rewritten, start);
        } catch (RuntimeException e) {
            settings = before;
            rewriter.discard();
            throw e;
        }
    }

    /// Returns the first offset that can be read and whose timestamp is at least `time`; empty if there is none
    /// (KIP-79).
    public OptionalLong offsetAt(Instant time) {
        return segments.offsetAt(time.toEpochMilli(), start, settings.format());
    }

    /// Returns a sentence for each repair since the log was opened: torn tails, rebuilt indexes.
    public List<String> repairs() {
        return List.copyOf(report.repairs());
    }

    /// Returns a sentence for each damage that was found when the log was opened and that makes events unreadable.
    public List<String> losses() {
        return List.copyOf(report.losses());
    }

    /// Waits until the disk has everything, and unlocks the folder.
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
                segments.close();
                lock.close();
            }
        }
    }

    @Override
    public String toString() {
        return folder.path() + ", offsets " + start + " to " + end;
    }
}
