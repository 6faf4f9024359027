package gregor.file;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// A part of a file: batches as they are stored, one after another. It can go to a socket without being copied into
/// this process. Nobody has looked at most of the batches: who receives them checks them.
///
/// It holds the file open, so that it can still be sent when the log has let go of it; close it in the end. Any thread
/// may send it, one at a time, while others append to the log.
public final class FileRegion implements AutoCloseable {
    private final Path path;
    private final long position;
    private final long length;
    private final FileChannel channel;

    /// @throws StorageException if the file cannot be opened
    FileRegion(Path path, long position, long length) {
        this.path = path;
        this.position = position;
        this.length = length;
        try {
            channel = length == 0 ? null : FileChannel.open(path, READ);
        } catch (IOException e) {
            throw new StorageException("cannot open " + path + "; look at the disk", e);
        }
    }

    /// The file.
    public Path path() {
        return path;
    }

    /// Where in the file it begins.
    public long position() {
        return position;
    }

    /// How many bytes it has; 0 if there are no batches.
    public long length() {
        return length;
    }

    /// Sends it, to a channel that waits until it can take more.
    ///
    /// @throws StorageException if the file cannot be read or the receiver does not take it
    public void transferTo(WritableByteChannel target) {
        try {
            long sent = 0;
            while (sent < length) {
                long now = channel.transferTo(position + sent, length - sent, target);
                if (now <= 0 && position + sent >= channel.size()) {
                    throw new IOException("it ends at position " + channel.size());
                }
                sent += now;
            }
        } catch (IOException e) {
            throw new StorageException("cannot send " + path + "; look at the receiver and at the disk", e);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new StorageException("cannot close " + path + "; look at the disk", e);
        }
    }
}
