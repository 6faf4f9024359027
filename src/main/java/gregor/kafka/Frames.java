package gregor.kafka;

import module java.base;

/// Reads frames from a channel: a length of four bytes, and that number of bytes. One thread at a time may call it.
///
/// Grows its buffer as bytes arrive: announcing 100 MB and sending ten bytes costs 17 KiB.
final class Frames {
    /// The smallest header of a request.
    private static final int MIN_BYTES = 8;
    /// A Produce request with one batch of 16 KiB, the producers' default size, fits without a copy.
    private static final int FIRST_BYTES = 17 << 10;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int GROWTH = 8;

    private final ReadableByteChannel channel;
    private final Growth growth;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

    /// Decides whether the buffer of a frame may grow; throws an exception if it may not.
    interface Growth {
        /// Checks a growth of the buffer.
        ///
        /// @param start the first bytes of the frame
        /// @param bytes the length of the frame
        /// @param held  the bytes of the present and of the next buffer
        void check(ByteBuffer start, int bytes, long held);
    }

    Frames(ReadableByteChannel channel) {
        this(channel, (start, bytes, held) -> {});
    }

    Frames(ReadableByteChannel channel, Growth growth) {
        this.channel = channel;
        this.growth = growth;
    }

    /// Waits for the next frame, and returns its contents; null at the end of the channel.
    ///
    /// @throws CloseConnectionException if its length is not in 8 to `maxBytes`
    /// @throws EOFException             if the channel ends inside it
    ByteBuffer next(int maxBytes) throws IOException {
        while (length.hasRemaining()) {
            if (channel.read(length) < 0) {
                if (length.position() > 0) {
                    throw new EOFException("the connection ended inside the length of a request");
                }
                return null;
            }
        }
        int bytes = length.clear().getInt(0);
        if (bytes < MIN_BYTES || bytes > maxBytes) {
            throw new CloseConnectionException("request size " + bytes + " is not in " + MIN_BYTES + " to " + maxBytes
                    + " bytes; is this a Kafka client?");
        }
        return read(bytes);
    }

    /// Returns whether the channel has ended, before the next frame or inside its length.
    ///
    /// @param polled the same channel; it returns 0 instead of waiting
    boolean hasEnded(ReadableByteChannel polled) throws IOException {
        return length.hasRemaining() && polled.read(length) < 0;
    }

    private ByteBuffer read(int bytes) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(Math.min(bytes, FIRST_BYTES));
        while (frame.position() < bytes) {
            if (!frame.hasRemaining()) {
                int more = (int) Math.min(bytes, (long) GROWTH * frame.capacity());
                growth.check(frame, bytes, (long) frame.capacity() + more);
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
