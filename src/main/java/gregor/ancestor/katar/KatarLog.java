package gregor.ancestor.katar;

import module java.base;

import gregor.ancestor.BatchReader;
import gregor.ancestor.FileName;
import gregor.ancestor.OffsetFile;
import gregor.ancestor.TornTail;
import gregor.broker.ForeignLog;
import gregor.file.FileSettings;
import gregor.file.Folder;
import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Batches;
import gregor.list.Entry;
import gregor.list.ListBatch;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Utf8;

/// A topic of Katar: a folder of segments, each named by its first offset. [KatarGrammar] describes `0.katar`,
/// [KatarIndex] describes `0.index` and `0.timeindex`.
///
/// Further files: `0.torn`, an incomplete end; `.start`, the start of the log; and `.next`, the next offset where the
/// records do not tell.
///
/// `deleteBefore` deletes whole segments. `replace` rewrites one segment after the other, each atomically; a crash
/// between two leaves some compacted and others not, and loses nothing.
/// An append survives a crash of the process; call [#flush()] after it to survive a power failure.
/// One thread at a time may call it.
public final class KatarLog implements ForeignLog {
    public static final int SEGMENT_BYTES = 1 << 30;
    /// The distance of index entries in Katar, in bytes.
    public static final int INDEX_GAP_BYTES = 1024;

    static final String METADATA = "metadata.json";

    private static final long UNKNOWN = -1;

    private final Path folder;
    private int segmentBytes;
    private int gapBytes;
    private final OffsetFile startFile;
    private final OffsetFile nextFile;
    private final TreeMap<Long, KatarSegment> segments = new TreeMap<>();
    private long end;
    private long sizeInBytes = UNKNOWN;

    /// Opens a topic in Katar's folder, and creates both if they are missing.
    ///
    /// @param segmentBytes the size after which the next event starts a new segment, at most 1 GiB
    /// @param gapBytes     the distance of index entries
    /// @throws IllegalArgumentException if the topic's name cannot name a folder, or a size is out of range; then
    ///                                  nothing is created
    /// @throws FormatException          if a file cannot be opened, or is open elsewhere
    public static KatarLog open(Path home, String topic, int segmentBytes, int gapBytes) {
        if (segmentBytes < 1 || segmentBytes > SEGMENT_BYTES || gapBytes < 1) {
            throw new IllegalArgumentException("a segment has 1 to " + SEGMENT_BYTES
                    + " bytes and an index gap of at least 1, not " + segmentBytes + " and " + gapBytes);
        }
        return new KatarLog(home.resolve(FileName.checked(topic)), segmentBytes, gapBytes);
    }

    private KatarLog(Path folder, int segmentBytes, int gapBytes) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.gapBytes = gapBytes;
        try {
            List<Long> bases = bases();
            startFile = new OffsetFile(folder.resolve(".start"));
            nextFile = new OffsetFile(folder.resolve(".next"));
            for (long base : bases) {
                load(base, base == bases.getLast());
            }
            end = Math.max(Math.max(startFile.value(), nextFile.value()),
                    bases.isEmpty() ? 0 : segments.lastEntry().getValue().end());
            if (bases.isEmpty()) {
                load(end, true);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private List<Long> bases() {
        return Folder.create(folder).names().stream().filter(name -> name.matches("\\d{1,18}\\.katar"))
                .map(name -> Long.parseLong(name.substring(0, name.indexOf('.')))).sorted().toList();
    }

    private void load(long base, boolean last) {
        boolean first = segments.isEmpty() && startFile.value() == 0 && nextFile.value() == 0;
        segments.put(base, new KatarSegment(folder, base, gapBytes, first, last ? nextFile : null));
    }

    /// Appends the events, each as a record of its own. A crash may leave only the first of them.
    ///
    /// @throws UnsupportedEventException if a record would be longer than 64 MiB
    /// @throws FormatException           if writing fails; then no event is appended
    @Override
    public long append(Batch batch) {
        Batch placed = batch.at(end);
        List<Batch> events = split(List.of(placed));
        KatarSegment last = segments.lastEntry().getValue();
        if (isFull(last) || placed.lastOffset() - last.base() > Integer.MAX_VALUE) {
            last = roll(end);
        }
        last.append(events);
        end = placed.lastOffset() + 1;
        if (isFull(last)) {
            try {
                roll(end);
            } catch (FormatException e) {
                // the next append tries again
            }
        }
        if (sizeInBytes != UNKNOWN) {
            sizeInBytes += events.stream().mapToLong(Batch::sizeInBytes).sum();
        }
        return placed.baseOffset();
    }

    private boolean isFull(KatarSegment segment) {
        return segment.fileBytes() > segmentBytes;
    }

    /// Starts a segment; Katar does so as soon as the last one is full. After a failure no file of it is left: events
    /// that are appended to the segment before it would not be found.
    private KatarSegment roll(long base) {
        segments.lastEntry().getValue().force();
        try {
            load(base, true);
        } catch (FormatException e) {
            KatarSegment.delete(folder, base);
            throw e;
        }
        return segments.lastEntry().getValue();
    }

    private static List<Batch> split(List<Batch> batches) {
        var events = new ArrayList<Batch>();
        for (Batch batch : batches) {
            for (Entry entry : batch) {
                int before = (int) (entry.offset() - batch.baseOffset());
                events.add(new ListBatch(batch.origin().after(before), List.of(entry)));
            }
        }
        return events;
    }

    @Override
    public List<Batch> read(long from, int maxBytes) {
        OffsetOutOfRangeException.check(from, this);
        return between(from, Long.MAX_VALUE).take(maxBytes);
    }

    private BatchReader between(long from, long to) {
        Long base = segments.floorKey(from);
        Collection<KatarSegment> candidates = (base == null ? segments : segments.tailMap(base)).values();
        return visitor -> {
            Predicate<Batch> inRange = batch -> batch.baseOffset() < to && visitor.test(batch);
            var _ = candidates.stream().allMatch(segment -> segment.visit(from, inRange));
        };
    }

    @Override
    public OptionalLong offsetFor(Instant time) {
        return segments.values().stream().map(segment -> segment.firstSince(time.toEpochMilli(), start()))
                .flatMap(Optional::stream).mapToLong(Batch::baseOffset).findFirst();
    }

    @Override
    public long start() {
        return Math.max(startFile.value(), segments.firstKey());
    }

    @Override
    public long end() {
        return end;
    }

    /// Reads the whole log when it is first called.
    @Override
    public long sizeInBytes() {
        if (sizeInBytes == UNKNOWN) {
            sizeInBytes = between(start(), Long.MAX_VALUE).sizeInBytes();
        }
        return sizeInBytes;
    }

    @Override
    public void deleteBefore(long upTo) {
        if (upTo > start()) {
            OffsetOutOfRangeException.check(upTo, this);
            if (sizeInBytes != UNKNOWN) {
                sizeInBytes -= between(start(), upTo).sizeInBytes();
            }
            startFile.raise(upTo);
            while (segments.size() > 1 && segments.higherKey(segments.firstKey()) <= upTo) {
                segments.pollFirstEntry().getValue().delete();
            }
        }
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        OffsetOutOfRangeException.check(upTo, this);
        long to = between(upTo, Long.MAX_VALUE).first().map(Batch::baseOffset).orElse(end);
        Batches.checkSurvivors(survivors, start(), to);
        nextFile.raise(end);
        startFile.raise(start());
        List<Batch> events = split(survivors);
        for (long base : List.copyOf(segments.headMap(to).keySet())) {
            rewrite(segments.get(base), upTo, events);
        }
        sizeInBytes = UNKNOWN;
    }

    private void rewrite(KatarSegment segment, long upTo, List<Batch> survivors) {
        Long after = segments.higherKey(segment.base());
        var events = new ArrayList<>(survivors.stream()
                .filter(event -> event.baseOffset() >= segment.base() && (after == null || event.baseOffset() < after))
                .toList());
        segment.visit(upTo, events::add);
        segment.rewrite(events);
        load(segment.base(), after == null);
    }

    /// Returns the incomplete end that was found in the last segment when the log was opened.
    public Optional<TornTail> torn() {
        return segments.values().stream().flatMap(segment -> segment.torn().stream()).reduce((first, second) -> second);
    }

    /// Applies other sizes and stores them.
    @Override
    public void configure(FileSettings settings) {
        segmentBytes = settings.segmentBytes();
        gapBytes = settings.indexBytes();
        segments.lastEntry().getValue().setGapBytes(gapBytes);
        writeMetadata();
    }

    /// Stores the sizes as Katar does, for example
    /// `{"max_segment_size": "1073741824", "index_byte_gap": "1024", "serializer": "JSONSerializer"}`.
    void writeMetadata() {
        Folder.write(folder.resolve(METADATA), Utf8.bytes("{\"max_segment_size\": \"" + segmentBytes
                + "\", \"index_byte_gap\": \"" + gapBytes + "\", \"serializer\": \"JSONSerializer\"}"));
    }

    @Override
    public void flush() {
        segments.values().forEach(KatarSegment::force);
    }

    @Override
    public void close() {
        segments.values().forEach(KatarSegment::close);
    }

    @Override
    public String toString() {
        return entries(start()).toString();
    }
}
