package gregor.packed;

import module java.base;

/// The decompressed records of a batch, read through a buffer of 16 KB: a batch takes no more memory than that, however
/// large it is. Uncompressed records are read where they are.
final class RecordStream implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 14;

    private final Codec codec;
    private final int compressedBytes;
    private final int allowed;
    private final InputStream from;
    private final ByteBuffer buffer;
    private boolean ended;
    /// The number of decompressed bytes before the buffer.
    private long passed;

    /// Opens the remaining bytes of a buffer.
    ///
    /// @throws CorruptBatchException if they are not of this codec
    RecordStream(Codec codec, ByteBuffer compressed, DecompressionLimits limits) {
        this.codec = codec;
        compressedBytes = compressed.remaining();
        allowed = limits.allowed(compressedBytes);
        ByteBuffer bytes = inArray(compressed);
        ended = codec == Codec.NONE;
        buffer = ended ? bytes : ByteBuffer.allocate(BUFFER_BYTES).limit(0);
        try {
            from = ended ? InputStream.nullInputStream() : codec.decompress(in(bytes));
        } catch (IOException | RuntimeException e) {
            throw codec.failed(e);
        }
    }

    /// Returns a stream of the remaining bytes of a buffer, whose position stays.
    static InputStream in(ByteBuffer buffer) {
        ByteBuffer bytes = inArray(buffer);
        return new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    private static ByteBuffer inArray(ByteBuffer bytes) {
        return bytes.hasArray() ? bytes.slice() : ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    /// Returns the position in the decompressed bytes.
    long position() {
        return passed + buffer.position();
    }

    /// Returns the buffer, at the position, with at least `bytes` remaining bytes unless the records end before. The
    /// caller may move the position.
    ///
    /// @param bytes at most 16 KB
    /// @throws CorruptBatchException if the bytes cannot be decompressed, or exceed the limits
    ByteBuffer ahead(int bytes) {
        if (buffer.remaining() < bytes && !ended) {
            fill(bytes);
        }
        return buffer;
    }

    private void fill(int bytes) {
        passed += buffer.position();
        buffer.compact();
        try {
            while (buffer.position() < bytes && !ended) {
                int read = from.read(buffer.array(), buffer.position(), buffer.remaining());
                ended = read < 0;
                buffer.position(buffer.position() + Math.max(0, read));
            }
        } catch (IOException | RuntimeException e) {
            throw codec.failed(e);
        }
        buffer.flip();
        if (passed + buffer.limit() > allowed) {
            throw DecompressionLimits.exceeded(compressedBytes, allowed);
        }
    }

    /// Moves the position.
    ///
    /// @throws CorruptBatchException if the records end before
    void skip(long bytes) {
        long left = bytes;
        while (left > buffer.remaining()) {
            left -= buffer.remaining();
            buffer.position(buffer.limit());
            if (!ahead(1).hasRemaining()) {
                throw new CorruptBatchException("the records end " + left + " bytes before a record ends");
            }
        }
        buffer.position(buffer.position() + (int) left);
    }

    @Override
    public void close() {
        try {
            from.close();
        } catch (IOException | RuntimeException e) {
            throw codec.failed(e);
        }
    }
}
