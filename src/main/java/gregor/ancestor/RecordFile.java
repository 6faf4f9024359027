package gregor.ancestor;

import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Origin;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/// A file of records that can only be found by reading on from one whose place is known.
///
/// It is read once when it is opened, and the place of a record every 16 KiB is remembered. What is no complete
/// record ends it, and is set aside. One thread at a time may call it.
final class RecordFile implements AutoCloseable {
    private static final long GAP_BYTES = 1 << 14;

    private final TailFile file;
    private final RecordGrammar grammar;
    private final TreeMap<Long, Long> places = new TreeMap<>();
    private final long firstRecord;
    private long start;
    private long end;
    private long sizeInBytes;
    private TornTail torn;

    /// Reads a file, and writes its head if it has none yet.
    ///
    /// @param begin what a new log starts at
    /// @param next  remembers the offsets of a torn end before that is set aside
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
        grammar.mend(file);
    }

    private void scan(OffsetFile next) {
        long position = firstRecord;
        long previous = -1;
        while (position < file.size()) {
            Optional<RecordGrammar.Piece> piece = grammar.piece(file, position, end);
            Batch batch = piece.map(RecordGrammar.Piece::batch).orElse(null);
            if (piece.isEmpty() || batch != null && batch.baseOffset() <= previous) {
                next.raise(grammar.lastIn(file, position, end) + 1);
                torn = file.setAside(position, grammar.aside(file.path()));
                return;
            }
            if (batch != null) {
                start = Math.min(start, batch.baseOffset());
                note(batch.baseOffset(), position, batch.sizeInBytes());
                previous = batch.baseOffset();
            }
            position = piece.get().after();
        }
    }

    private void note(long offset, long position, int bytes) {
        if (places.isEmpty() || position - places.lastEntry().getValue() >= GAP_BYTES) {
            places.put(offset, position);
        }
        end = offset + 1;
        sizeInBytes += bytes;
    }

    /// Writes a batch, each of its events as a record, all of them or none.
    void append(Batch placed) {
        var bytes = new ByteArrayOutputStream();
        var positions = new TreeMap<Long, Long>();
        long expected = end;
        for (Entry entry : placed) {
            positions.put(entry.offset(), file.size() + bytes.size());
            Origin origin = placed.origin().after((int) (entry.offset() - placed.baseOffset()));
            bytes.writeBytes(grammar.record(entry, origin, expected));
            expected = entry.offset() + 1;
        }
        file.append(bytes.toByteArray());
        for (Entry entry : placed) {
            note(entry.offset(), positions.get(entry.offset()), entry.event().sizeInBytes());
        }
    }

    /// Returns the events from an offset on, each as a batch of its own, read one by one.
    ///
    /// Its `hasNext` throws a [FormatException] where the file has been damaged since it was opened.
    Iterator<Batch> from(long offset) {
        Map.Entry<Long, Long> place = places.floorEntry(offset);
        return new Iterator<>() {
            private long position = place == null ? firstRecord : place.getValue();
            private long expected = place == null ? start : place.getKey();
            private Batch next;

            @Override
            public boolean hasNext() {
                while (next == null && position < file.size()) {
                    Optional<RecordGrammar.Piece> piece = grammar.piece(file, position, expected);
                    if (piece.isEmpty()) {
                        throw new FormatException(file.path() + ", byte " + position
                                + ": here was a record, and now it is none; open the file again to set it aside");
                    }
                    position = piece.get().after();
                    Batch batch = piece.get().batch();
                    expected = batch == null ? expected : batch.lastOffset() + 1;
                    next = batch == null || batch.lastOffset() < offset ? null : batch;
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

    TailFile file() {
        return file;
    }

    /// The offset that the log starts at.
    long start() {
        return start;
    }

    /// The offset after that of the last record; the start if there is none.
    long end() {
        return end;
    }

    long sizeInBytes() {
        return sizeInBytes;
    }

    Optional<TornTail> torn() {
        return Optional.ofNullable(torn);
    }

    @Override
    public void close() {
        file.close();
    }
}
