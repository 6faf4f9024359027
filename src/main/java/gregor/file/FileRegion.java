package gregor.file;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// A part of a file with stored batches. It can be sent to a socket without a copy in this process (zero copy). The
/// checksums of most batches have not been checked; the receiver checks them.
///
/// It holds the file open, so that it can still be sent when the log has deleted the file; close it after use. Any
/// thread may send it, one at a time, while others append to the log.
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
            throw new StorageException("cannot open " + path + "; check the disk", e);
        }
    }

    /// Returns the file.
    public Path path() {
        return path;
    }

    /// Returns the position in the file at which it begins.
    public long position() {
        return position;
    }

    /// Returns its length in bytes; 0 if it has no batch.
    public long length() {
        return length;
    }

    /// Sends it to a blocking channel.
    ///
    /// @throws StorageException if the file cannot be read or the channel cannot be written
    public void transferTo(WritableByteChannel target) {
        try {
            long sent = 0;
            while (sent < length) {
                long now = channel.transferTo(position + sent, length - sent, target);
                if (now <= 0 && position + sent >= channel.size()) {
                    throw new IOException("the file ends at position " + channel.size());
                }
                sent += now;
            }
        } catch (IOException e) {
            throw new StorageException("cannot send " + path + "; check the receiver and the disk", e);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new StorageException("cannot close " + path + "; check the disk", e);
        }
    }
}
