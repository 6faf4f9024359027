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

/// A file that is opened when it is first used. Every method throws [StorageException] if the disk fails.
///
/// Java closes the file channel of an interrupted thread. So an interrupt is held back during a call, and a channel
/// that was closed nevertheless is opened again. One thread at a time may call it, except that [#force()] may run
/// concurrently.
final class DataFile implements AutoCloseable {
    private final Path path;
    private volatile FileChannel channel;
    private volatile boolean closed;

    /// Opens no file yet.
    DataFile(Path path) {
        this.path = path;
    }

    /// Creates a file, or empties an existing one.
    static DataFile create(Path path) {
        return new DataFile(path).createEmpty();
    }

    /// Creates this file, or empties it.
    DataFile createEmpty() {
        return use("create", "make room on the disk, or choose a folder that can be written", f -> f, CREATE,
                TRUNCATE_EXISTING, READ, WRITE);
    }

    private interface Action<T> {
        T of(DataFile file) throws IOException;
    }

    private <T> T use(String what, String advice, Action<T> action, OpenOption... options) {
        if (closed) {
            throw new ConcurrentModificationException(
                    path.getFileName() + " was closed while you were reading it; read again");
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (channel == null || !channel.isOpen()) {
                channel = FileChannel.open(path, options);
            }
            return action.of(this);
        } catch (IOException e) {
            throw new StorageException("cannot " + what + " " + path + "; " + advice, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Reads from a position until the buffer is full or the file ends, and flips the buffer.
    ByteBuffer read(ByteBuffer into, long position) {
        return use("read", "check the disk", file -> {
            int first = into.position();
            int read = 0;
            while (into.hasRemaining() && read >= 0) {
                read = channel.read(into, position + into.position() - first);
            }
            return into.flip();
        }, READ, WRITE);
    }

    /// Writes the remaining bytes of a buffer.
    void write(ByteBuffer from, long position) {
        use("write to", "make room on the disk", file -> {
            long at = position;
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
            return file;
        }, READ, WRITE);
    }

    /// Truncates the file to a length.
    void truncate(long length) {
        use("truncate", "check the disk", file -> channel.truncate(length), READ, WRITE);
    }

    /// Waits until the disk has what was written. After a failure it must not be called again: the operating system may
    /// have dropped the bytes that it could not write, and report success the second time.
    void force() {
        use("force", "check the disk, and open the log again", file -> {
            channel.force(false);
            return file;
        }, READ, WRITE);
    }

    long size() {
        return use("get the size of", "check the disk", file -> channel.size(), READ, WRITE);
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
            throw new StorageException("cannot close " + path + "; check the disk", e);
        }
    }
}
