package gregor.file;

import module java.base;

import static java.nio.file.StandardOpenOption.READ;

/// A part of a file with stored batches. It can be sent to a socket without a copy in this process (zero copy). The
/// checksums of most batches have not been checked; the receiver checks them.
///
/// It holds the file open, so that it can still be sent when the log has deleted the file; close it after use. Any
/// thread may send it, one at a time, while others append to the log.
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
            throw new StorageException("cannot open " + path + "; check the disk", e);
        }
    }

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
        for (long sent = 0; sent < length;) {
            sent += transferTo(sent, target);
        }
    }

    /// Sends the next bytes, at most a megabyte and at least one, and returns their number.
    ///
    /// @param from the number of bytes that have been sent already
    /// @throws StorageException if the file cannot be read or the channel cannot be written
    public long transferTo(long from, WritableByteChannel target) {
        try {
            long count = Math.min(CHUNK_BYTES, length - from);
            long now = channel.transferTo(position + from, count, target);
            return now > 0 ? now : copyTo(from, (int) Math.min(COPY_BYTES, count), target);
        } catch (IOException e) {
            throw new StorageException("cannot send " + path + "; check the receiver and the disk", e);
        }
    }

    /// Copies bytes to the channel when a direct transfer sends none, because the socket is full. Such a transfer does
    /// not wait, but a write does, so that a virtual thread releases its carrier.
    private int copyTo(long from, int count, WritableByteChannel target) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + from + bytes.position()) < 0) {
                throw new IOException("the file ends at position " + channel.size());
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
            throw new StorageException("cannot close " + path + "; check the disk", e);
        }
    }
}
