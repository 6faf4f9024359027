package gregor.ancestor.katar;

import gregor.ancestor.OffsetFile;
import gregor.ancestor.RecordGrammar;
import gregor.ancestor.TailFile;
import gregor.ancestor.TornTail;
import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// A piece of a log of Katar: records in `base.katar`, and two indexes beside it. One thread at a time may call it.
final class KatarSegment implements AutoCloseable {
    private final Path folder;
    private final long base;
    private final int gapBytes;
    private final KatarGrammar grammar;
    private final TailFile records;
    private final KatarIndex index;
    private final KatarIndex times;
    private long indexed;
    private long latestSeconds;
    private long end;
    private TornTail torn;

    /// Opens a segment, and makes it if it is not there. The last one is read whole, and its indexes are made again: a
    /// power cut can have left a hole anywhere in what nobody had flushed, with an index that points behind it. Of the
    /// others the disk has every record, and they are read only if their indexes are of no use.
    ///
    /// @param next remembers the offsets of a torn end before that is set aside; null if this is not the last segment
    KatarSegment(Path folder, long base, int gapBytes, OffsetFile next) {
        this.folder = folder;
        this.base = base;
        this.gapBytes = gapBytes;
        grammar = new KatarGrammar(base);
        records = TailFile.open(folder.resolve(base + ".katar"));
        index = new KatarIndex(folder.resolve(base + ".index"));
        times = new KatarIndex(folder.resolve(base + ".timeindex"));
        end = base;
        if (next != null || !indexesAreRight()) {
            index.clear();
            times.clear();
            scan(next);
        }
    }

    /// Whether the last entries of both indexes point to the same record, and it is there.
    private boolean indexesAreRight() {
        int last = index.count() - 1;
        return last >= 0 && last == times.count() - 1 && index.place(last) == times.place(last)
                && at(index.place(last)).filter(piece -> piece.batch().baseOffset() == base + index.number(last))
                        .isPresent();
    }

    private Optional<RecordGrammar.Piece> at(long position) {
        return position < records.size() ? grammar.piece(records, position) : Optional.empty();
    }

    private void scan(OffsetFile next) {
        long position = 0;
        while (position < records.size()) {
            Optional<RecordGrammar.Piece> piece = at(position).filter(found -> found.batch().baseOffset() >= end);
            if (piece.isEmpty()) {
                if (next != null) {
                    next.raise(grammar.lastIn(records, position, end) + 1);
                    torn = records.setAside(position, folder.resolve(base + ".torn"));
                }
                return;
            }
            note(piece.get().batch(), position);
            position = piece.get().after();
        }
    }

    /// Indexes a record, if it is far enough from the last one that is.
    private void note(Batch record, long position) {
        if (position - indexed >= gapBytes) {
            index.add(record.baseOffset() - base, position);
            times.add(latestSeconds, position);
            indexed = position;
        }
        if (record.maxTimestamp() != Event.NO_TIMESTAMP) {
            latestSeconds = Math.clamp(record.maxTimestamp() / 1000, latestSeconds, (1L << 32) - 1);
        }
        end = record.lastOffset() + 1;
    }

    /// Writes events, each as a record, all of them or none.
    void append(List<Batch> events) {
        var bytes = new ByteArrayOutputStream();
        var positions = new ArrayList<Long>();
        for (Batch event : events) {
            positions.add(records.size() + bytes.size());
            bytes.writeBytes(record(event));
        }
        records.append(bytes.toByteArray());
        for (int i = 0; i < events.size(); i++) {
            note(events.get(i), positions.get(i));
        }
    }

    private byte[] record(Batch event) {
        Entry entry = event.iterator().next();
        return grammar.record(entry, event.origin());
    }

    /// Returns the events from an offset on, each as a batch of its own, read one by one.
    ///
    /// Its `hasNext` throws a [FormatException] where a record is damaged.
    Iterator<Batch> from(long offset) {
        return new Iterator<>() {
            private long position = placeOf(offset);
            private Batch next;

            @Override
            public boolean hasNext() {
                while (next == null && position < records.size()) {
                    RecordGrammar.Piece piece = at(position).orElseThrow(() -> damage(position));
                    position = piece.after();
                    next = piece.batch().lastOffset() < offset ? null : piece.batch();
                }
                return next != null;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Batch batch = next;
                next = null;
                return batch;
            }
        };
    }

    private FormatException damage(long position) {
        return new FormatException(records.path() + ", byte " + position + ": here should be a record, and there is"
                + " none; what comes before can be read, and what the next index entry or segment points to");
    }

    /// Where to begin looking for an offset. If the index is wrong, at the beginning.
    private long placeOf(long offset) {
        long place = index.placeOf(Math.max(0, offset - base));
        return at(place).filter(piece -> piece.batch().baseOffset() <= offset).isPresent() ? place : 0;
    }

    /// Returns the first event at or after a time, of those from an offset on; empty if all are earlier.
    Optional<Batch> firstSince(long millis, long offset) {
        long place = times.placeOf(millis / 1000 - 1);
        long there = at(place).map(piece -> piece.batch().baseOffset()).orElse(base);
        Iterator<Batch> batches = from(Math.max(offset, there));
        while (batches.hasNext()) {
            Batch batch = batches.next();
            if (batch.maxTimestamp() >= millis) {
                return Optional.of(batch);
            }
        }
        return Optional.empty();
    }

    /// Puts other records into the place of these, in one step. The segment is closed then; open it again.
    void rewrite(Iterator<Batch> events) {
        Path part = folder.resolve(base + ".katar.part");
        try {
            Files.deleteIfExists(part);
            try (TailFile fresh = TailFile.open(part)) {
                events.forEachRemaining(event -> fresh.append(record(event)));
                fresh.force();
            }
            index.clear();
            times.clear();
            TailFile.replace(part, records.path());
        } catch (IOException e) {
            throw new FormatException("cannot write " + part + " and put it in its place; make room on the disk", e);
        }
        close();
    }

    /// Removes the segment from the disk, its records first.
    void delete() {
        close();
        try {
            for (String suffix : List.of(".katar", ".index", ".timeindex")) {
                Files.deleteIfExists(folder.resolve(base + suffix));
            }
        } catch (IOException e) {
            throw new FormatException("cannot remove segment " + base + " from " + folder, e);
        }
    }

    long base() {
        return base;
    }

    /// The offset after that of the last record, if this is the last segment.
    long end() {
        return end;
    }

    long fileBytes() {
        return records.size();
    }

    Optional<TornTail> torn() {
        return Optional.ofNullable(torn);
    }

    void force() {
        records.force();
    }

    @Override
    public void close() {
        records.close();
        index.close();
        times.close();
    }
}
