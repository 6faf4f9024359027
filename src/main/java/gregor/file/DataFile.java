package gregor.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;

/// A file that opens itself when it is needed, and says in plain words what failed: every method throws
/// [StorageException] if the disk does not do what it is told.
///
/// Java closes a file under a thread that was interrupted; so the interrupt waits outside, and a file that was
/// closed so is opened again. One thread at a time may call it; only [#force()] may run beside the others.
final class DataFile implements AutoCloseable {
    private final Path path;
    private volatile FileChannel channel;
    private volatile boolean closed;

    /// Names a file that is there, or will be when it is first touched.
    DataFile(Path path) {
        this.path = path;
    }

    /// Creates a file, or empties the one that is there.
    static DataFile create(Path path) {
        var file = new DataFile(path);
        return file.use("create", "make room on the disk, or choose a folder that can be written", f -> f, CREATE,
                TRUNCATE_EXISTING, READ, WRITE);
    }

    private interface Use<T> {
        T of(DataFile file) throws IOException;
    }

    private <T> T use(String what, String advice, Use<T> use, OpenOption... options) {
        if (closed) {
            throw new ConcurrentModificationException(path.getFileName()
                    + " was closed while you were reading it; read again");
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (channel == null || !channel.isOpen()) {
                channel = FileChannel.open(path, options);
            }
            return use.of(this);
        } catch (IOException e) {
            throw new StorageException("cannot " + what + " " + path + "; " + advice, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Reads from a position until the buffer is full or the file is at its end; the buffer is flipped.
    ByteBuffer read(ByteBuffer into, long position) {
        return use("read", "look at the disk", file -> {
            int first = into.position();
            int read = 0;
            while (into.hasRemaining() && read >= 0) {
                read = channel.read(into, position + into.position() - first);
            }
            return into.flip();
        }, READ, WRITE);
    }

    /// Writes all that remains in a buffer.
    void write(ByteBuffer from, long position) {
        use("write to", "make room on the disk", file -> {
            long at = position;
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
            return file;
        }, READ, WRITE);
    }

    /// Cuts the file off.
    void truncate(long length) {
        use("cut", "look at the disk", file -> channel.truncate(length), READ, WRITE);
    }

    /// Waits until the disk has what was written. If this fails it is not to be tried again: the system may have
    /// forgotten what it did not write, and say yes the second time.
    void force() {
        use("force", "look at the disk, and open the log again", file -> {
            channel.force(false);
            return file;
        }, READ, WRITE);
    }

    long size() {
        return use("look at", "look at the disk", file -> channel.size(), READ, WRITE);
    }

    boolean exists() {
        return Files.exists(path);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new StorageException("cannot close " + path + "; look at the disk", e);
        }
    }
}
