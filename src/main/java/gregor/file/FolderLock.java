package gregor.file;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

/// Locks a folder for one process. The file `lock` holds the id of that process.
///
/// The operating system releases the lock when the process ends, however it ends. The locked byte is far behind the id,
/// so that the id can be read on systems that do not let other processes read a locked byte.
public final class FolderLock implements AutoCloseable {
    static final String NAME = "lock";

    private static final long FAR = Long.MAX_VALUE - 1;

    private final Path folder;
    private final FileChannel channel;

    /// @throws LogLockedException if the folder is locked, by another process or by this one
    /// @throws StorageException   if the lock file cannot be written
    FolderLock(Path folder) {
        this.folder = folder;
        Path file = folder.resolve(NAME);
        try {
            channel = FileChannel.open(file, CREATE, READ, WRITE);
            try {
                take(file);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StorageException("cannot lock " + file + "; choose a folder that can be written", e);
        }
    }

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Prevents a process from opening the log in a folder while another one reads it. Writes nothing; does nothing if
    /// no process has ever opened the log.
    ///
    /// @throws LogLockedException if a process has the log open
    /// @throws StorageException   if the lock file cannot be read
    public static FolderLock shared(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                return new FolderLock(folder, null);
            }
            var lock = new FolderLock(folder, FileChannel.open(file, READ));
            if (!lock.isFree(true)) {
                lock.close();
                throw new LogLockedException(folder, Files.readString(file).strip());
            }
            return lock;
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + "; check its permissions", e);
        }
    }

    /// Locks the file and writes the id over the old one with a fixed width: truncating the file would take longer than
    /// opening a log.
    private void take(Path file) throws IOException {
        if (!isFree(false)) {
            throw new LogLockedException(folder, Files.readString(file).strip());
        }
        byte[] id = String.format("%-19d\n", ProcessHandle.current().pid()).getBytes(UTF_8);
        channel.write(ByteBuffer.wrap(id), 0);
        if (channel.size() > id.length) {
            channel.truncate(id.length);
        }
    }

    private boolean isFree(boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(FAR, 1, shared);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new StorageException("cannot unlock " + folder, e);
        }
    }
}
