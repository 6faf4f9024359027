package gregor.deque;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import gregor.list.Entry;
import gregor.list.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A CSV file that keeps what has left a log: a header, then a row for each event, as [CsvRow] describes.
///
/// A row counts when it is complete. A last row that a crash has cut short is set aside when the archive is
/// opened; its event was not archived, and is still in the log. One archive at a time may be open on a file,
/// and one thread at a time may call it.
public final class CsvArchive implements AutoCloseable {
    /// The first line of each archive, with its line break.
    public static final String HEADER = CsvRow.HEADER;

    private final Path file;
    private final FileChannel channel;
    private Path torn;
    private long end;
    private boolean trusted = true;

    /// Opens an archive, and makes it if it is not there.
    ///
    /// @throws ArchiveException if it cannot be opened, is open elsewhere, or is not an archive
    public static CsvArchive open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
            try {
                return new CsvArchive(file, channel);
            } catch (RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ArchiveException("cannot open the archive " + file + "; choose a file that can be written", e);
        }
    }

    private CsvArchive(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        lock();
        var tail = new CsvTail(file);
        if (tail.isBeginning()) {
            channel.truncate(0);
            write(CsvRow.HEADER, 0);
        } else if (tail.isComplete()) {
            write("\n", channel.size());
        } else if (tail.isTorn()) {
            torn = tail.setAside();
            channel.truncate(tail.wholeBytes());
        }
        channel.force(true);
        end = tail.lastOffset() + 1;
    }

    private void lock() throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // open in this very process: the same answer
        }
        throw new ArchiveException("the archive " + file + " is open for writing already; close it there first");
    }

    /// Archives events and makes sure that the disk has them. Those that it has already it does not write again.
    ///
    /// @throws ArchiveException if it cannot write them, or has other events at these offsets;
    ///                          then none of these events is archived
    public void add(List<Entry> entries) {
        List<Entry> fresh = entries.stream().filter(entry -> entry.offset() >= end).toList();
        if (fresh.size() < entries.size()) {
            checkSame(entries.subList(0, entries.size() - fresh.size()));
        }
        if (!trusted) {
            throw new ArchiveException("the disk has lost track of the archive " + file + "; open it again");
        }
        if (!fresh.isEmpty()) {
            try {
                write(CsvRow.text(fresh), channel.size());
            } catch (IOException e) {
                throw new ArchiveException("cannot write to the archive " + file
                        + "; make room on the disk, or choose another file", e);
            }
            end = fresh.getLast().offset() + 1;
        }
    }

    /// Writes at a place and waits for the disk. If that fails, the file is as before, to be written anew. After a
    /// failed force it is not trusted either: what the disk has let go of can still be read, and a second force would
    /// only seem to succeed.
    private void write(String text, long at) throws IOException {
        boolean written = false;
        trusted = false;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes, at + bytes.position());
            }
            written = true;
            channel.force(false);
            trusted = true;
        } catch (IOException e) {
            channel.truncate(at);
            trusted = !written;
            throw e;
        }
    }

    /// Two logs must not share an archive: the second would find its offsets taken and lose its events.
    private void checkSame(List<Entry> entries) {
        var expected = new HashMap<Long, Event>();
        entries.forEach(entry -> expected.put(entry.offset(), entry.event()));
        try (Stream<Entry> archived = entries()) {
            archived.forEach(entry -> expected.remove(entry.offset(), entry.event()));
        }
        if (!expected.isEmpty()) {
            throw new ArchiveException("the archive " + file + " goes up to offset " + (end - 1)
                    + " but not with the event "
                    + expected.keySet().stream().sorted().findFirst().orElseThrow()
                    + " of this log; it belongs to another log, so choose another file");
        }
    }

    /// Reads what is archived now, from the file, bit by bit. Close the stream.
    ///
    /// @throws ArchiveException here or while reading, if the file is not an archive; it names file and line
    public Stream<Entry> entries() {
        return entries(file);
    }

    /// Reads an archive that nobody needs to have open. Close the stream.
    ///
    /// @throws ArchiveException here or while reading, if the file is not an archive; it names file and line
    public static Stream<Entry> entries(Path file) {
        try {
            return CsvRow.read(Files.newBufferedReader(file), file.toString());
        } catch (IOException e) {
            throw new ArchiveException("cannot read the archive " + file, e);
        }
    }

    /// Writes a payload as it stands in an archive: the text, or `base64:` and base64 if it is not text, is empty, or
    /// begins so itself; null for null.
    public static String cell(byte[] payload) {
        return CsvRow.cell(payload);
    }

    /// Writes an entry as it stands in an archive: a row, and its line break.
    public static String row(Entry entry) {
        return CsvRow.text(List.of(entry));
    }

    /// Reads an event from the cells of a row.
    ///
    /// @throws ArchiveException if they are not as in an archive
    public static Event event(String timestamp, String key, String value, String headers) {
        return CsvRow.event(timestamp, key, value, headers);
    }

    /// The offset after the last event that is archived; 0 if there is none.
    public long end() {
        return end;
    }

    /// Where the archive is.
    public Path file() {
        return file;
    }

    /// Where a torn last row was set aside when the archive was opened; empty if there was none.
    public Optional<Path> torn() {
        return Optional.ofNullable(torn);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ArchiveException("cannot close the archive " + file, e);
        }
    }
}
