package gregor.packed;

import module java.base;

/// Compresses the records of a batch by another codec, piece by piece, and makes no object of a record.
final class Recompressor {
    private Recompressor() {}

    /// Returns a batch with the same records and the same header but for its length, codec and checksum.
    ///
    /// @param maxBytes the size at which the batch is given up
    /// @throws CorruptBatchException  if its records cannot be decompressed
    /// @throws BatchTooLargeException if the result would be much larger than `maxBytes`, or so small that it would
    ///         exceed the limits when it is read
    static ByteBuffer recompress(PackedBatch batch, DecompressionLimits limits, Codec codec, int maxBytes) {
        long plain;
        var compressed = new ByteArrayOutputStream(batch.sizeInBytes());
        compressed.writeBytes(new byte[HeaderField.ALL]);
        try (RecordStream records = batch.stream(limits); OutputStream to = codec.compress(compressed)) {
            for (ByteBuffer piece = records.ahead(1); piece.hasRemaining(); piece = records.ahead(1)) {
                to.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
                piece.position(piece.limit());
                if (compressed.size() > maxBytes) {
                    throw new BatchTooLargeException("a batch of " + batch.sizeInBytes() + " bytes takes more than "
                            + maxBytes + " when compressed by " + codec + "; send smaller batches");
                }
            }
            plain = records.position();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array accepts all bytes", e);
        }
        int records = compressed.size() - HeaderField.ALL;
        if (codec != Codec.NONE && plain > limits.allowed(records)) {
            throw DecompressionLimits.exceeded(records, limits.allowed(records));
        }
        return withHeader(batch, codec, ByteBuffer.wrap(compressed.toByteArray()));
    }

    private static ByteBuffer withHeader(PackedBatch batch, Codec codec, ByteBuffer bytes) {
        bytes.put(0, batch.bytes(), 0, HeaderField.ALL);
        bytes.putInt(HeaderField.LENGTH.at(), bytes.limit() - HeaderField.LENGTH.end());
        short attributes = bytes.getShort(HeaderField.ATTRIBUTES.at());
        bytes.putShort(HeaderField.ATTRIBUTES.at(), (short) Attributes.with(codec, attributes));
        return bytes.putInt(HeaderField.CHECKSUM.at(), PackedBatch.checksum(bytes, 0, bytes.limit()));
    }
}
