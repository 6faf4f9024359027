package gregor.ancestor.katar;

import module java.base;

import gregor.ancestor.FileName;
import gregor.ancestor.RecordGrammar;
import gregor.ancestor.ScanLog;
import gregor.ancestor.TailFile;
import gregor.ancestor.UnsupportedEventException;
import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Origin;

/// A topic of Katar in the form of its first document: all messages in `logs.katar`, and where each begins in
/// `index.katar`.
///
/// ```
/// logs  = { length message }      length of the message in bytes; 4 bytes, big-endian
/// index = { offset position }     4 bytes each, big-endian; an entry for every message
/// ```
///
/// For example, `hi` is 00 00 00 02 68 69. The offset of a message is its number in the file, from 0; so nothing can be
/// deleted. There is no timestamp. One thread at a time may call it.
public final class KatarOldLog extends ScanLog {
    /// The name of the file with the messages.
    static final String LOGS = "logs.katar";

    private final TailFile index;
    private long size;

    /// Opens a topic in Katar's folder, and creates it if it is missing. The index is made to fit the messages, which
    /// may have been edited.
    ///
    /// @throws FormatException if a file cannot be opened, is open elsewhere, or has another format
    public static KatarOldLog open(Path home, String topic) {
        Path folder = home.resolve(FileName.checked(topic));
        TailFile index = TailFile.open(folder.resolve("index.katar"));
        try {
            var log = new KatarOldLog(folder, index);
            List<Entry> entries = log.entries(0);
            index.cut(Math.min(index.size() / Long.BYTES, entries.size()) * Long.BYTES);
            log.addToIndex(entries, 0);
            log.size = log.sizeOfFile();
            return log;
        } catch (RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private KatarOldLog(Path folder, TailFile index) {
        super(folder.resolve(LOGS), new Grammar(index));
        this.index = index;
    }

    /// @throws FormatException if another program has changed the size of the file since it was opened: the messages
    ///                         may have other offsets now
    @Override
    public long append(Batch batch) {
        long position = sizeOfFile();
        if (position != size) {
            throw new FormatException("another program has changed the topic's file " + LOGS
                    + ", so nothing was appended; restart the server, which then reads the file as it is");
        }
        long first = super.append(batch);
        addToIndex(batch.at(first), position);
        size = sizeOfFile();
        return first;
    }

    private void addToIndex(Iterable<Entry> entries, long begin) {
        long position = begin;
        for (Entry entry : entries) {
            long place = entry.offset() * Long.BYTES;
            if (place < index.size()
                    && (index.int32(place) != entry.offset() || index.int32(place + Integer.BYTES) != position)) {
                index.cut(place);
            }
            if (place >= index.size()) {
                index.append(
                        ByteBuffer.allocate(Long.BYTES).putInt((int) entry.offset()).putInt((int) position).array());
            }
            position += Integer.BYTES + entry.event().value().length;
        }
    }

    @Override
    public void deleteBefore(long upTo) {
        if (upTo > start()) {
            throw new UnsupportedEventException("Katar's one file keeps all messages; delete the topic");
        }
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        throw new UnsupportedEventException("Katar's one file keeps all messages; it cannot be compacted");
    }

    @Override
    public void close() {
        super.close();
        index.close();
    }

    private record Grammar(TailFile index) implements RecordGrammar {
        @Override
        public byte[] head(long start) {
            return new byte[0];
        }

        @Override
        public Optional<Head> head(TailFile file) {
            return Optional.of(new Head(0, 0));
        }

        @Override
        public byte[] record(Entry entry, Origin origin, long expected) {
            Event event = entry.event();
            if (event.value() == null || event.key() != null || !event.headers().isEmpty()) {
                throw new UnsupportedEventException(
                        "a message in Katar's one file has a value, and neither a key nor headers");
            }
            return ByteBuffer.allocate(Integer.BYTES + event.value().length).putInt(event.value().length)
                    .put(event.value()).array();
        }

        @Override
        public Optional<Parsed> parse(TailFile file, long position, long expected) {
            long begin = position + Integer.BYTES;
            long length = begin > file.size() ? file.size() : file.int32(position);
            if (begin + length > file.size()) {
                return Optional.empty();
            }
            var event = new Event(Event.NO_TIMESTAMP, null, file.bytes(begin, (int) length), List.of());
            return Parsed.of(position, begin + length, Origin.UNKNOWN, expected, event);
        }

        /// Does not use up the offset of a torn message: an offset is a place in the file.
        @Override
        public long lastOffset(TailFile file, long position, long expected) {
            if (position == 0 || index.size() / Long.BYTES > expected) {
                throw new FormatException(file.path() + ", byte " + position + ": no message of Katar begins here; the"
                        + " file was not changed");
            }
            return expected - 1;
        }

        @Override
        public Path tornFile(Path file) {
            return file.resolveSibling("logs.torn");
        }
    }
}
