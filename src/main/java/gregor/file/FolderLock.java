package gregor.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps others out of a folder while somebody works in it. The file `lock` holds the number of the process.
///
/// The system lets go of the lock when the process ends, however it ends. The locked byte lies far behind the
/// number, so that the number can be read where a locked byte cannot.
final class FolderLock implements AutoCloseable {
    private static final long FAR = Long.MAX_VALUE - 1;

    private final Path folder;
    private final FileChannel channel;

    /// @throws LogLockedException if somebody else has it
    /// @throws StorageException   if the lock file cannot be written
    FolderLock(Path folder) {
        this.folder = folder;
        Path file = folder.resolve("lock");
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

    /// The number is written over the last one, always as wide: to cut a file off takes longer than to open a log.
    private void take(Path file) throws IOException {
        if (!isFree()) {
            throw new LogLockedException(folder, Files.readString(file).strip());
        }
        byte[] number = String.format("%-19d\n", ProcessHandle.current().pid()).getBytes(UTF_8);
        channel.write(ByteBuffer.wrap(number), 0);
        if (channel.size() > number.length) {
            channel.truncate(number.length);
        }
    }

    private boolean isFree() throws IOException {
        try {
            FileLock lock = channel.tryLock(FAR, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageException("cannot unlock " + folder, e);
        }
    }
}
