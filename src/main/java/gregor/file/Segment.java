package gregor.file;

import module java.base;

import gregor.list.Event;

/// A part of a log: a file of batches, one after another, and two indexes that find them.
///
/// ```
/// 00000000000000001000.log        the batches from offset 1,000 on
/// 00000000000000001000.index      from offsets to positions; written when the segment is full
/// 00000000000000001000.timeindex  from timestamps to offsets; written when the segment is full
/// ```
///
/// Only the last segment of a log grows. The files of the others are opened when they are first read. One thread at a
/// time may call it.
final class Segment implements AutoCloseable {
    private final Folder folder;
    private final SegmentName name;
    private final long created;
    private final RecoveryReport report;
    private String stem;
    private SegmentFile file;
    private SegmentIndexes indexes;
    private FileSettings settings;
    private long length;
    private long sizeInBytes;
    private long nextOffset;
    private boolean lost;

    private Segment(Folder folder, Manifest.Line line, String stem, FileSettings settings, RecoveryReport report,
            ReadBuffer buffer) {
        this.folder = folder;
        this.settings = settings;
        this.report = report;
        name = line.name();
        created = line.created();
        length = line.length();
        sizeInBytes = line.sizeInBytes();
        nextOffset = name.baseOffset();
        useFiles(stem, buffer, line.maxTimestamp());
    }

    private void useFiles(String newStem, ReadBuffer buffer, long maxTimestamp) {
        stem = newStem;
        var data = new DataFile(folder.path().resolve(stem + SegmentFile.SUFFIX));
        file = new SegmentFile(data, settings.format(), buffer, name);
        indexes = new SegmentIndexes(folder, stem, file, maxTimestamp, report);
    }

    static Segment create(Folder folder, SegmentName name, long created, FileSettings settings, RecoveryReport report,
            ReadBuffer buffer) {
        var segment = new Segment(folder, new Manifest.Line(name, 0, 0, created, Event.NO_TIMESTAMP), name.toString(),
                settings, report, buffer);
        segment.file.data().createEmpty();
        segment.indexes.startEmpty();
        return segment;
    }

    /// Returns a full segment. It opens no file yet.
    static Segment full(Folder folder, Manifest.Line line, FileSettings settings, RecoveryReport report,
            ReadBuffer buffer) {
        return new Segment(folder, line, line.name().plain(), settings, report, buffer);
    }

    /// Renames rewritten segments to the names of the old ones. The indexes come first, so that no crash leaves an old
    /// index next to a new segment. Forces the folder, and with it the manifest that names the new segments.
    static void renameIntoPlace(Folder folder, List<SegmentName> names) {
        boolean renamed = false;
        for (List<String> suffixes : List.of(List.of(SparseIndex.OFFSET_SUFFIX, SparseIndex.TIME_SUFFIX),
                List.of(SegmentFile.SUFFIX))) {
            for (SegmentName name : names) {
                for (String suffix : suffixes) {
                    if (Files.exists(folder.path().resolve(name + suffix))) {
                        folder.rename(folder.path().resolve(name + suffix), name.plain() + suffix);
                        renamed = true;
                    }
                }
            }
            if (renamed) {
                folder.force();
            }
        }
    }

    /// Whether its files still have the names that they were rewritten under.
    boolean isToBeRenamed() {
        return !stem.equals(name.plain());
    }

    /// Uses the files under their new names, after [#renameIntoPlace(Folder, List)].
    void renamed() {
        close();
        useFiles(name.plain(), file.buffer(), maxTimestamp());
    }

    /// Recovers the last segment of a log that is opened, so that it can grow again.
    void recover(Manifest manifest) {
        indexes.startEmpty();
        SegmentRecovery.Result found = new SegmentRecovery(folder, file, indexes, settings.indexBytes(), manifest,
                report).run();
        length = found.length();
        sizeInBytes = found.sizeInBytes();
        nextOffset = Math.max(found.nextOffset(), Math.max(manifest.end(), manifest.start()));
        lost = nextOffset > found.nextOffset();
    }

    /// Whether events at its end are lost, so that no batch may follow in this segment.
    boolean hasLost() {
        return lost;
    }

    /// Whether a batch does not fit any more.
    boolean isFullFor(int bytes, long lastOffset) {
        return length > 0
                && (length + bytes > settings.segmentBytes() || lastOffset - name.baseOffset() > Integer.MAX_VALUE);
    }

    boolean isOld(Instant now) {
        return length > 0 && Duration.between(Instant.ofEpochMilli(created), now).compareTo(settings.segmentAge()) >= 0;
    }

    void configure(FileSettings other) {
        settings = other;
    }

    /// Writes a batch after the others. It does not count until it is accepted.
    void write(ByteBuffer stored) {
        file.data().write(stored, length);
    }

    /// Removes what was written and not accepted.
    void undoAppend() {
        file.data().truncate(length);
    }

    /// Counts the batch that was written after the others.
    void accept(BatchHeader header) {
        indexes.add(header, length, settings.indexBytes());
        length += header.length();
        sizeInBytes += header.sizeInBytes();
        nextOffset = header.lastOffset() + 1;
    }

    /// Waits until the disk has the batches.
    void force() {
        file.data().force();
    }

    /// Writes the indexes of a segment that is full, and waits until the disk has them.
    void saveIndexes() {
        indexes.save();
    }

    /// Frees memory of a segment that will not grow any more.
    void release() {
        indexes.release();
    }

    /// Rebuilds the indexes of a full segment and counts its events, when no manifest says how many bytes they have.
    void rebuildIndexes() {
        sizeInBytes = indexes.rebuild(length, settings.indexBytes());
    }

    /// Returns a seeker over the batches that it has now.
    SegmentSeeker seeker() {
        return new SegmentSeeker(file, indexes, length, settings.indexBytes());
    }

    /// Returns the first offset after damage that can be read; empty if there is none in this segment.
    OptionalLong offsetAfter(CorruptLogException damage) {
        return damage.file().equals(file.data().path()) ? seeker().offsetAfter(damage) : OptionalLong.empty();
    }

    /// Returns the largest timestamp; [Event#NO_TIMESTAMP] if no event has one.
    long maxTimestamp() {
        return indexes.maxTimestamp();
    }

    /// Subtracts bytes of events that are deleted.
    void shrink(long bytes) {
        sizeInBytes -= bytes;
    }

    Manifest.Line line() {
        return new Manifest.Line(name, length, sizeInBytes, created, maxTimestamp());
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

    /// Deletes its files. Batches that were read from them stay readable.
    void delete() {
        close();
        for (String suffix : List.of(SegmentFile.SUFFIX, SparseIndex.OFFSET_SUFFIX, SparseIndex.TIME_SUFFIX,
                SegmentFile.TRANSACTIONS_SUFFIX)) {
            folder.delete(stem + suffix);
        }
    }

    @Override
    public void close() {
        file.data().close();
        indexes.close();
    }
}
