package gregor.file;

import gregor.list.Batch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// New segments that are written beside the old ones. Nobody reads them until the manifest names them.
final class SegmentRewriter {
    private final Folder folder;
    private final FileSettings settings;
    private final int generation;
    private final long created;
    private final List<String> repairs;
    private final ReadBuffer buffer;
    private final List<Segment> segments = new ArrayList<>();

    SegmentRewriter(Folder folder, FileSettings settings, int generation, long created, List<String> repairs,
            ReadBuffer buffer) {
        this.buffer = buffer;
        this.folder = folder;
        this.settings = settings;
        this.generation = generation;
        this.created = created;
        this.repairs = repairs;
    }

    /// Adds a batch that keeps its offsets.
    void add(Batch batch) {
        ByteBuffer stored = ByteBuffer.allocate(settings.format().storedBytes(batch));
        settings.format().write(batch, batch.baseOffset(), stored);
        add(settings.format().frame(stored, 0), stored.flip());
    }

    /// Adds what a reader has before it, byte by byte as it is.
    void copy(BatchScanner rest) {
        while (rest.frame() != null) {
            add(rest.frame(), rest.stored());
            rest.next();
        }
    }

    private void add(BatchHeader frame, ByteBuffer stored) {
        if (segments.isEmpty() || segments.getLast().isFullFor(frame.length(), frame.lastOffset())) {
            finishLast();
            segments.add(Segment.create(folder, new SegmentName(frame.baseOffset(), generation), created, settings,
                    repairs, buffer));
        }
        segments.getLast().write(stored);
        segments.getLast().accept(frame);
    }

    private void finishLast() {
        if (!segments.isEmpty()) {
            segments.getLast().force();
            segments.getLast().saveIndexes();
            segments.getLast().releaseFiles();
        }
    }

    /// Waits until the disk has all of it.
    List<Segment> finish() {
        finishLast();
        folder.force();
        return segments;
    }

    /// Waits until the disk has all of it, with an empty segment at the end, for what will be appended.
    List<Segment> finish(long end) {
        finishLast();
        segments.add(Segment.create(folder, new SegmentName(end, generation), settings.clock().millis(),
                settings, repairs, buffer));
        folder.force();
        return List.copyOf(segments);
    }

    /// Deletes what was written so far.
    void discard() {
        segments.forEach(Segment::delete);
    }
}
