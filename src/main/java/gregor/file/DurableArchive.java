package gregor.file;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import gregor.deque.ArchiveException;
import gregor.deque.CsvArchive;
import gregor.deque.EventArchive;
import gregor.list.Entry;
import gregor.list.Utf8;

/// A [CsvArchive] that survives crashes: events that `add` has archived are on the disk, and a row that a crash has cut
/// short is set aside when the archive is opened. The event of such a row was not archived, and is still in the log.
/// A file next to it has [checksums][ArchiveChecksums] of its rows.
///
/// One archive at a time may be open on a file, in all processes, and one thread at a time may call it.
public final class DurableArchive implements EventArchive, AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final CsvArchive archive;
    private final ArchiveChecksums checksums;
    private Path torn;
    private boolean usable = true;

    /// Opens an archive; creates it if it does not exist.
    ///
    /// @throws ArchiveException if it cannot be opened, is open elsewhere, or is not an archive
    public static DurableArchive open(Path file) {
        try {
            Folder folder = Folder.create(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
            try {
                var archive = new DurableArchive(file, channel);
                folder.force();
                return archive;
            } catch (RuntimeException | IOException e) {
                channel.close();
                throw e;
            }
        } catch (StorageException e) {
            throw new ArchiveException("cannot open the archive " + file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new ArchiveException("cannot open the archive " + file + "; choose a file that can be written", e);
        }
    }

    private DurableArchive(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        lock();
        var tail = new CsvTail(file, channel);
        if (tail.isBeginning()) {
            channel.truncate(0);
            write(Utf8.bytes(CsvArchive.HEADER));
        } else if (tail.isComplete()) {
            write(Utf8.bytes("\n"));
        } else if (tail.isTorn()) {
            torn = tail.setAside();
            channel.truncate(tail.wholeBytes());
        }
        channel.force(true);
        checksums = new ArchiveChecksums(file, channel, tail.lastOffset());
        archive = new CsvArchive(file, tail.lastOffset() + 1, this::append);
    }

    private void lock() throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // locked by this process: the same answer
        }
        throw new ArchiveException("the archive " + file + " is open for writing already; close it there first");
    }

    /// Archives events and waits until the disk has them. If that fails, none of them is archived.
    ///
    /// After a failed force the archive refuses events until it is opened again: what the disk has lost can still be
    /// read from the file, and a second force would only seem to succeed.
    ///
    /// @throws ArchiveException if it cannot archive them, or has other events at these offsets
    @Override
    public void add(List<Entry> entries) {
        if (!usable) {
            throw new ArchiveException("the disk may have lost the end of the archive " + file + "; open it again");
        }
        archive.add(entries);
        checksums.write(archive.end() - 1);
    }

    private void append(String rows) throws IOException {
        byte[] bytes = rows.getBytes(UTF_8);
        write(bytes);
        checksums.add(bytes);
    }

    /// Writes at the end of the file and waits for the disk; truncates the file to its old length after a failure.
    private void write(byte[] text) throws IOException {
        long at = channel.size();
        boolean written = false;
        usable = false;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes, at + bytes.position());
            }
            written = true;
            channel.force(false);
            usable = true;
        } catch (IOException e) {
            channel.truncate(at);
            usable = !written;
            throw e;
        }
    }

    /// Returns the offset after the last archived event; 0 if there is none.
    public long end() {
        return archive.end();
    }

    public Path file() {
        return file;
    }

    /// Returns the file with the torn last row that was found when the archive was opened; empty if there was none.
    public Optional<Path> torn() {
        return Optional.ofNullable(torn);
    }

    @Override
    public void close() {
        try {
            checksums.close();
            channel.close();
        } catch (IOException | StorageException e) {
            throw new ArchiveException("cannot close the archive " + file, e);
        }
    }
}
