package gregor.kafka;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.function.LongConsumer;

/// Reads frames from a channel: a length of four bytes, and that number of bytes. One thread at a time may call it.
///
/// Grows its buffer as bytes arrive: announcing 100 MB and sending ten bytes costs 64 KiB.
final class Frames {
    /// The smallest header of a request.
    private static final int MIN_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int GROWTH = 8;

    private final ReadableByteChannel channel;
    private final LongConsumer grown;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

    Frames(ReadableByteChannel channel) {
        this(channel, bytes -> {});
    }

    /// @param grown receives the size of each buffer that replaces a smaller one, in bytes
    Frames(ReadableByteChannel channel, LongConsumer grown) {
        this.channel = channel;
        this.grown = grown;
    }

    /// Waits for the next frame, and returns its contents; null at the end of the channel.
    ///
    /// @throws CloseConnectionException if its length is not in 8 to `maxBytes`
    /// @throws EOFException             if the channel ends inside it
    ByteBuffer next(int maxBytes) throws IOException {
        length.clear();
        while (length.hasRemaining()) {
            if (channel.read(length) < 0) {
                if (length.position() > 0) {
                    throw new EOFException("the connection ended inside the length of a request");
                }
                return null;
            }
        }
        int bytes = length.getInt(0);
        if (bytes < MIN_BYTES || bytes > maxBytes) {
            throw new CloseConnectionException("request size " + bytes + " is not in " + MIN_BYTES + " to " + maxBytes
                    + " bytes; is this a Kafka client?");
        }
        return read(bytes);
    }

    private ByteBuffer read(int bytes) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(Math.min(bytes, CHUNK_BYTES));
        while (frame.position() < bytes) {
            if (!frame.hasRemaining()) {
                int more = (int) Math.min(bytes, (long) GROWTH * frame.capacity());
                grown.accept(more);
                frame = ByteBuffer.wrap(Arrays.copyOf(frame.array(), more)).position(frame.position());
            }
            frame.limit(Math.min(frame.capacity(), frame.position() + CHUNK_BYTES));
            if (channel.read(frame) < 0) {
                throw new EOFException("the connection ended inside a request");
            }
            frame.limit(frame.capacity());
        }
        return frame.flip();
    }
}
