package gregor.ancestor;

import module java.base;

import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Origin;

/// A file of records without an index: a record is found by reading on from an earlier one.
///
/// Opening reads the whole file and keeps the position of a record about every 16 KiB in memory. An incomplete end is
/// set aside. A damaged place in the middle is copied aside and skipped; [#hasDamage()] then tells the caller to write
/// the file anew. One thread at a time may call it.
final class RecordFile implements AutoCloseable {
    private static final long INDEX_INTERVAL_BYTES = 1 << 14;

    private final TailFile file;
    private final RecordGrammar grammar;
    private final TreeMap<Long, Long> positions = new TreeMap<>();
    private final long firstRecord;
    private long start;
    private long end;
    private long sizeInBytes;
    private final List<TornTail> torn = new ArrayList<>();
    /// The first record after each damaged place, by the position of that place.
    private final Map<Long, RecordGrammar.Parsed> afterDamage = new TreeMap<>();

    /// Reads a file; writes the head if there is none.
    ///
    /// @param begin the start of a new log
    /// @param next  is raised past the offsets of a torn end before that end is set aside
    RecordFile(TailFile file, RecordGrammar grammar, long begin, OffsetFile next) {
        this.file = file;
        this.grammar = grammar;
        RecordGrammar.Head head = grammar.head(file).orElseGet(() -> {
            file.cut(0);
            file.append(grammar.head(begin));
            file.force();
            return new RecordGrammar.Head(begin, file.size());
        });
        firstRecord = head.after();
        start = head.start();
        end = start;
        scan(next);
        grammar.completeEnd(file);
    }

    private void scan(OffsetFile next) {
        long position = firstRecord;
        long previous = -1;
        while (position < file.size()) {
            long least = previous + 1;
            Optional<RecordGrammar.Parsed> parsed = grammar.parse(file, position, end)
                    .filter(found -> found.batch() == null || found.batch().baseOffset() >= least);
            if (parsed.isEmpty()) {
                parsed = skipDamage(position, Math.max(end, least));
            }
            if (parsed.isEmpty()) {
                next.raise(grammar.lastOffset(file, position, end) + 1);
                torn.add(file.setAside(position, grammar.tornFile(file.path())));
                return;
            }
            Batch batch = parsed.get().batch();
            if (batch != null) {
                start = Math.min(start, batch.baseOffset());
                index(batch.baseOffset(), position, batch.sizeInBytes());
                previous = batch.baseOffset();
            }
            position = parsed.get().after();
        }
    }

    private Optional<RecordGrammar.Parsed> skipDamage(long position, long expected) {
        Optional<RecordGrammar.Parsed> found = grammar.parseAfter(file, position, expected);
        found.ifPresent(record -> {
            afterDamage.put(position, record);
            torn.add(record.begin() == position
                    ? new TornTail(file.path(), position, 0, file.path())
                    : file.copyAside(position, record.begin(), grammar.tornFile(file.path())));
        });
        return found;
    }

    private void index(long offset, long position, int bytes) {
        if (positions.isEmpty() || position - positions.lastEntry().getValue() >= INDEX_INTERVAL_BYTES) {
            positions.put(offset, position);
        }
        end = offset + 1;
        sizeInBytes += bytes;
    }

    /// Appends the events of a batch, a record each: all of them or none.
    void append(Batch placed) {
        var bytes = new ByteArrayOutputStream();
        var starts = new TreeMap<Long, Long>();
        long expected = end;
        for (Entry entry : placed) {
            starts.put(entry.offset(), file.size() + bytes.size());
            Origin origin = placed.origin().after((int) (entry.offset() - placed.baseOffset()));
            bytes.writeBytes(grammar.record(entry, origin, expected));
            expected = entry.offset() + 1;
        }
        file.append(bytes.toByteArray());
        for (Entry entry : placed) {
            index(entry.offset(), starts.get(entry.offset()), entry.event().sizeInBytes());
        }
    }

    /// Passes the events from an offset on to a visitor, each as a batch of its own, until the visitor returns false.
    ///
    /// @throws FormatException at a place that was damaged after the file was opened
    void visit(long offset, Predicate<Batch> visitor) {
        Map.Entry<Long, Long> nearest = positions.floorEntry(offset);
        long expected = nearest == null ? start : nearest.getKey();
        RecordGrammar.Parsed parsed;
        for (long at = nearest == null ? firstRecord : nearest.getValue(); at < file.size(); at = parsed.after()) {
            parsed = afterDamage.containsKey(at) ? afterDamage.get(at) : grammar.parse(file, at, expected).orElse(null);
            if (parsed == null) {
                throw damage(at);
            }
            Batch batch = parsed.batch();
            expected = batch == null ? expected : batch.lastOffset() + 1;
            if (batch != null && batch.lastOffset() >= offset && !visitor.test(batch)) {
                return;
            }
        }
    }

    /// Appends the events of another file from an offset on.
    void copy(RecordFile other, long offset) {
        other.visit(offset, batch -> {
            append(batch);
            return true;
        });
    }

    private FormatException damage(long position) {
        return new FormatException(file.path() + ", byte " + position
                + ": the record here has been damaged; reopen the log to set the damaged end aside");
    }

    TailFile file() {
        return file;
    }

    long start() {
        return start;
    }

    /// Returns the offset after the last record; the start if there is no record.
    long end() {
        return end;
    }

    long sizeInBytes() {
        return sizeInBytes;
    }

    /// Returns what was set aside when the file was read.
    List<TornTail> torn() {
        return torn;
    }

    /// Returns whether the file still has damaged places between its records.
    boolean hasDamage() {
        return !afterDamage.isEmpty();
    }

    @Override
    public void close() {
        file.close();
    }
}
