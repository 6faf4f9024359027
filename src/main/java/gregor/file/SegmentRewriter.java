package gregor.file;

import module java.base;

import gregor.list.Batch;

/// Writes new segments next to the old ones. They are not read before the manifest names them.
final class SegmentRewriter {
    private final Folder folder;
    private final FileSettings settings;
    private final int generation;
    private final long created;
    private final RecoveryReport report;
    private final ReadBuffer buffer;
    private final List<Segment> segments = new ArrayList<>();

    SegmentRewriter(Folder folder, FileSettings settings, int generation, long created, RecoveryReport report,
            ReadBuffer buffer) {
        this.buffer = buffer;
        this.folder = folder;
        this.settings = settings;
        this.generation = generation;
        this.created = created;
        this.report = report;
    }

    /// Adds a batch; it keeps its offsets.
    void add(Batch batch) {
        ByteBuffer stored = ByteBuffer.allocate(settings.format().storedBytes(batch));
        settings.format().write(batch, batch.baseOffset(), stored);
        add(settings.format().header(stored, 0), stored.flip());
    }

    /// Adds the current batch of a scanner and all after it, as they are stored.
    void copy(BatchScanner scanner) {
        while (scanner.header() != null) {
            add(scanner.header(), scanner.stored());
            scanner.next();
        }
    }

    private void add(BatchHeader header, ByteBuffer stored) {
        if (segments.isEmpty() || segments.getLast().isFullFor(header.length(), header.lastOffset())) {
            finishLast();
            segments.add(Segment.create(folder, new SegmentName(header.baseOffset(), generation), created, settings,
                    report, buffer));
        }
        segments.getLast().write(stored);
        segments.getLast().accept(header);
    }

    private void finishLast() {
        if (!segments.isEmpty()) {
            segments.getLast().force();
            segments.getLast().saveIndexes();
            segments.getLast().release();
        }
    }

    /// Waits until the disk has all segments, and returns them.
    List<Segment> finish() {
        finishLast();
        folder.force();
        return List.copyOf(segments);
    }

    /// Adds an empty segment at the end, for later appends, and finishes.
    List<Segment> finish(long end) {
        finishLast();
        segments.add(Segment.create(folder, new SegmentName(end, generation), settings.clock().millis(), settings,
                report, buffer));
        folder.force();
        return List.copyOf(segments);
    }

    /// Deletes what has been written so far.
    void discard() {
        segments.forEach(Segment::delete);
    }
}
