package gregor.file;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// A part of a file: batches as they are stored, one after another. It can go to a socket without being copied into
/// this process. Nobody has looked at most of the batches: who receives them checks them.
///
/// It holds the file open, so that it can still be sent when the log has let go of it; close it in the end. Any thread
/// may send it, one at a time, while others append to the log.
public final class FileRegion implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int COPY_BYTES = 1 << 16;

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
        for (long sent = 0; sent < length;) {
            sent += transferTo(sent, target);
        }
    }

    /// Sends some of it, a megabyte at most, and returns how many bytes that were; at least one.
    ///
    /// @param from how many bytes have been sent already
    /// @throws StorageException if the file cannot be read or the receiver does not take it
    public long transferTo(long from, WritableByteChannel target) {
        try {
            long count = Math.min(CHUNK_BYTES, length - from);
            long now = channel.transferTo(position + from, count, target);
            return now > 0 ? now : copyTo(from, (int) Math.min(COPY_BYTES, count), target);
        } catch (IOException e) {
            throw new StorageException("cannot send " + path + "; look at the receiver and at the disk", e);
        }
    }

    /// Nothing goes by the direct way while a socket is full. A transfer does not wait for it, and a write does: so that
    /// a virtual thread gives its carrier to others.
    private int copyTo(long from, int count, WritableByteChannel target) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + from + bytes.position()) < 0) {
                throw new IOException("it ends at position " + channel.size());
            }
        }
        return target.write(bytes.flip());
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
