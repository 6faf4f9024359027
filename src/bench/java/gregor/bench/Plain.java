package gregor.bench;

import module java.base;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

/// A plain file, read and written in pieces of 64 KiB: what a log can hardly be faster than.
final class Plain {
    private static final int CHUNK_BYTES = 1 << 16;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private final byte[] taken = new byte[CHUNK_BYTES];
    private byte[] kept;

    /// Writes so many records of so many bytes.
    void write(Path file, byte[] record, long count) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            buffer.clear();
            for (long i = 0; i < count; i++) {
                if (buffer.remaining() < record.length) {
                    drain(channel);
                }
                buffer.put(record);
            }
            drain(channel);
        }
    }

    private void drain(FileChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /// Reads all of it, and takes each piece out of the buffer.
    void read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            for (int read = channel.read(buffer.clear()); read >= 0; read = channel.read(buffer.clear())) {
                buffer.flip().get(taken, 0, read);
            }
        }
    }

    /// Reads all of it, and gives each piece an array of its own, as somebody must who keeps what was read.
    void readAndKeep(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            for (int read = channel.read(buffer.clear()); read >= 0; read = channel.read(buffer.clear())) {
                kept = new byte[read];
                buffer.flip().get(kept);
            }
        }
    }

    /// Reads records at random places.
    void readAtRandom(FileChannel channel, int record, int reads) throws IOException {
        var random = new Random(1915);
        long records = channel.size() / record;
        for (int i = 0; i < reads; i++) {
            channel.read(buffer.clear().limit(record), random.nextLong(records) * record);
        }
    }
}
