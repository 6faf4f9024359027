package gregor.ancestor.katar;

import module java.base;

import gregor.ancestor.OffsetFile;
import gregor.ancestor.RecordGrammar;
import gregor.ancestor.TailFile;
import gregor.ancestor.TornTail;
import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;

/// A segment of a Katar log: records in `base.katar`, and two indexes. One thread at a time may call it.
final class KatarSegment implements AutoCloseable {
    private final Path folder;
    private final long base;
    private int gapBytes;
    private final KatarGrammar grammar;
    private final TailFile records;
    private KatarIndex index;
    private KatarIndex times;
    private long indexed;
    private long latestSeconds;
    private long end;
    private TornTail torn;

    /// Opens a segment, and creates it if it is missing. The last segment is read completely and its indexes are
    /// rebuilt, because a power failure may leave a hole anywhere in unflushed records. All records of the others were
    /// fsynced; they are read only if their indexes are invalid.
    ///
    /// @param isFirst whether nothing else shows that the folder is a topic of Katar's: then a file of another shape is
    ///             refused; otherwise a power failure has destroyed its first record
    /// @param next is raised past the offsets of a torn end before that end is set aside; null if this is not the last
    ///             segment
    KatarSegment(Path folder, long base, int gapBytes, boolean isFirst, OffsetFile next) {
        this.folder = folder;
        this.base = base;
        this.gapBytes = gapBytes;
        grammar = new KatarGrammar(base);
        records = TailFile.open(folder.resolve(base + ".katar"));
        end = base;
        try {
            index = new KatarIndex(folder.resolve(base + ".index"));
            times = new KatarIndex(folder.resolve(base + ".timeindex"));
            if (next != null || !areIndexesValid()) {
                index.clear();
                times.clear();
                scan(isFirst, next);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Reports whether the last entries of both indexes point to the same existing record.
    private boolean areIndexesValid() {
        int last = index.count() - 1;
        return last >= 0 && last == times.count() - 1 && index.position(last) == times.position(last)
                && at(index.position(last))
                        .filter(parsed -> parsed.batch().baseOffset() + 1 == base + index.number(last)).isPresent();
    }

    private Optional<RecordGrammar.Parsed> at(long position) {
        return position < records.size() ? grammar.parse(records, position) : Optional.empty();
    }

    private void scan(boolean isFirst, OffsetFile next) {
        long position = 0;
        while (position < records.size()) {
            Optional<RecordGrammar.Parsed> parsed = at(position).filter(found -> found.batch().baseOffset() >= end);
            if (parsed.isEmpty()) {
                if (isFirst) {
                    grammar.checkShape(records, position);
                }
                if (next != null) {
                    next.raise(grammar.lastOffset(records, position, end) + 1);
                    torn = records.setAside(position, folder.resolve(base + ".torn"));
                }
                return;
            }
            addToIndexes(parsed.get().batch(), position, parsed.get().after());
            position = parsed.get().after();
        }
    }

    /// Adds a record to the indexes if more than `gapBytes` end with it since the last indexed one.
    private void addToIndexes(Batch record, long position, long after) {
        if (after - indexed > gapBytes) {
            index.add(record.baseOffset() + 1 - base, position);
            times.add(latestSeconds, position);
            indexed = after;
        }
        if (record.maxTimestamp() != Event.NO_TIMESTAMP) {
            latestSeconds = Math.clamp(record.maxTimestamp() / 1000, latestSeconds, (1L << 32) - 1);
        }
        end = record.lastOffset() + 1;
    }

    /// Appends events, a record each: all of them or none.
    ///
    /// @throws FormatException if another program has changed the file, or writing fails
    void append(List<Batch> events) {
        records.checkUnchanged();
        var bytes = new ByteArrayOutputStream();
        var positions = new ArrayList<Long>();
        for (Batch event : events) {
            positions.add(records.size() + bytes.size());
            bytes.writeBytes(record(event));
        }
        records.append(bytes.toByteArray());
        positions.add(records.size());
        for (int i = 0; i < events.size(); i++) {
            addToIndexes(events.get(i), positions.get(i), positions.get(i + 1));
        }
    }

    private byte[] record(Batch event) {
        Entry entry = event.iterator().next();
        return grammar.record(entry, event.origin());
    }

    /// Passes the events from an offset on to a visitor, each as a batch of its own, until the visitor returns false.
    /// Returns whether the visitor wants more.
    ///
    /// @throws FormatException at a damaged record
    boolean visit(long offset, Predicate<Batch> visitor) {
        RecordGrammar.Parsed parsed;
        for (long position = searchStart(offset); position < records.size(); position = parsed.after()) {
            parsed = at(position).orElse(null);
            if (parsed == null) {
                throw damage(position);
            }
            if (parsed.batch().lastOffset() >= offset && !visitor.test(parsed.batch())) {
                return false;
            }
        }
        return true;
    }

    private FormatException damage(long position) {
        return new FormatException(records.path() + ", byte " + position + ": damaged record; the events before it can"
                + " be read, and those from the next index entry or segment on");
    }

    /// Returns where a search for an offset starts; 0 if the index is wrong.
    private long searchStart(long offset) {
        long position = index.floor(Math.max(0, offset - base));
        return at(position).filter(parsed -> parsed.batch().baseOffset() <= offset).isPresent() ? position : 0;
    }

    /// Returns the first event from an offset on whose timestamp is at least `millis`; empty if there is none.
    Optional<Batch> firstSince(long millis, long offset) {
        long position = times.floor(millis / 1000 - 1);
        long first = at(position).map(parsed -> parsed.batch().baseOffset()).orElse(base);
        var found = new AtomicReference<Batch>();
        visit(Math.max(offset, first), batch -> {
            found.set(batch);
            return batch.maxTimestamp() < millis;
        });
        return Optional.ofNullable(found.get()).filter(batch -> batch.maxTimestamp() >= millis);
    }

    /// Replaces the records atomically and closes the segment.
    void rewrite(List<Batch> events) {
        Path part = folder.resolve(base + ".katar.part");
        try {
            Files.deleteIfExists(part);
            try (TailFile fresh = TailFile.open(part)) {
                events.forEach(event -> fresh.append(record(event)));
                fresh.force();
            }
            index.clear();
            times.clear();
            TailFile.replace(part, records.path());
        } catch (IOException e) {
            throw new FormatException("cannot write " + part + " and rename it; free space on the disk", e);
        }
        close();
    }

    /// Deletes the files of the segment, the records first.
    void delete() {
        close();
        delete(folder, base);
    }

    static void delete(Path folder, long base) {
        try {
            for (String suffix : List.of(".katar", ".index", ".timeindex")) {
                Files.deleteIfExists(folder.resolve(base + suffix));
            }
        } catch (IOException e) {
            throw new FormatException("cannot delete segment " + base + " in " + folder, e);
        }
    }

    void setGapBytes(int gapBytes) {
        this.gapBytes = gapBytes;
    }

    long base() {
        return base;
    }

    /// Returns the offset after the last record, if this is the last segment.
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
        if (index != null) {
            index.close();
        }
        if (times != null) {
            times.close();
        }
    }
}
