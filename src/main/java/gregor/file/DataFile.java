package gregor.file;

import module java.base;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

/// A file that is opened when it is first used. Every method throws [StorageException] if the disk fails, and
/// [CorruptLogException] if the file is missing.
///
/// Java closes the file channel of an interrupted thread. So an interrupt is held back during a call, and a channel
/// that was closed nevertheless is opened again. One thread at a time may call it, except that [#force()] may run
/// concurrently.
final class DataFile implements AutoCloseable {
    private static final Set<OpenOption> READ_ONLY = Set.of(READ);
    private static final Set<OpenOption> READ_WRITE = Set.of(READ, WRITE);
    private static final Set<OpenOption> NEW = Set.of(CREATE, TRUNCATE_EXISTING, READ, WRITE);

    private final Path path;
    private final Set<OpenOption> mode;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private DataFile(Path path, Set<OpenOption> mode) {
        this.path = path;
        this.mode = mode;
    }

    DataFile(Path path) {
        this(path, READ_WRITE);
    }

    /// Returns a file that cannot be changed. Opens no file yet.
    static DataFile readOnly(Path path) {
        return new DataFile(path, READ_ONLY);
    }

    /// Creates a file, or empties an existing one.
    static DataFile create(Path path) {
        return new DataFile(path).createEmpty();
    }

    /// Creates this file, or empties it.
    DataFile createEmpty() {
        return use("create", "make room on the disk, or choose a folder that can be written", f -> f, NEW);
    }

    private interface Action<T> {
        T of(DataFile file) throws IOException;
    }

    private <T> T use(String what, String advice, Action<T> action) {
        return use(what, advice, action, mode);
    }

    private <T> T use(String what, String advice, Action<T> action, Set<OpenOption> options) {
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
        } catch (NoSuchFileException e) {
            if (options == NEW) {
                throw new StorageException("cannot " + what + " " + path + "; " + advice, e);
            }
            throw new CorruptLogException(path, 0, "it is missing");
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
        });
    }

    void write(ByteBuffer from, long position) {
        use("write to", "make room on the disk", file -> {
            long at = position;
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
            return file;
        });
    }

    void truncate(long length) {
        use("truncate", "check the disk", file -> channel.truncate(length));
    }

    /// Waits until the disk has what was written. After a failure it must not be called again: the operating system may
    /// have dropped the bytes that it could not write, and report success the second time.
    void force() {
        use("force", "check the disk, and open the log again", file -> {
            channel.force(false);
            return file;
        });
    }

    long size() {
        return use("get the size of", "check the disk", file -> channel.size());
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
