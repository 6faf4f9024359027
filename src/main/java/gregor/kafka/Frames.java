package gregor.kafka;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.function.LongConsumer;

/// Cuts what comes out of a socket into frames: four bytes that say how long it is, and so many bytes. One thread at a
/// time may call it.
///
/// A length is believed only as far as bytes have come: who says "a hundred million" and sends ten gets room for
/// 65,536.
final class Frames {
    /// A request has a header of eight bytes at least.
    private static final int MIN_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int GROWTH = 8;

    private final ReadableByteChannel channel;
    private final LongConsumer grown;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

    Frames(ReadableByteChannel channel) {
        this(channel, bytes -> { });
    }

    /// @param grown is called with the size of each buffer that takes more bytes
    Frames(ReadableByteChannel channel, LongConsumer grown) {
        this.channel = channel;
        this.grown = grown;
    }

    /// Waits for the next frame, and returns what is in it; null if there are no more.
    ///
    /// @throws HangUpException if it would be longer than `maxBytes`, or too short to be a request
    /// @throws EOFException    if it ends in the middle
    ByteBuffer next(int maxBytes) throws IOException {
        length.clear();
        while (length.hasRemaining()) {
            if (channel.read(length) < 0) {
                if (length.position() > 0) {
                    throw new EOFException("a length ends in the middle");
                }
                return null;
            }
        }
        int bytes = length.getInt(0);
        if (bytes < MIN_BYTES || bytes > maxBytes) {
            throw new CloseConnectionException("a request says that it has " + bytes + " bytes; it can have "
                    + MIN_BYTES + " to " + maxBytes);
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
                throw new EOFException("a request ends in the middle");
            }
            frame.limit(frame.capacity());
        }
        return frame.flip();
    }
}
