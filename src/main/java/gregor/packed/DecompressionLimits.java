package gregor.packed;

import module java.base;

/// The size that a batch may have when it is decompressed: a few bytes can decompress to gigabytes of zeros.
///
/// @param maxBytes  the limit for every batch, in bytes
/// @param freeBytes the size in bytes that every batch may have, whatever its compressed size
/// @param ratio     the limit above `freeBytes`, as a multiple of the compressed size
public record DecompressionLimits(int maxBytes, int freeBytes, int ratio) {
    /// 128 MiB, and beyond 16 MiB a ratio of 100.
    public static final DecompressionLimits DEFAULT = new DecompressionLimits(1 << 27, 1 << 24, 100);

    /// @throws IllegalArgumentException if a number is less than 1
    public DecompressionLimits {
        if (maxBytes < 1 || freeBytes < 1 || ratio < 1) {
            throw new IllegalArgumentException("a limit must be 1 or more");
        }
    }

    /// Returns the limit for a compressed size, in bytes.
    int allowed(int compressed) {
        return (int) Math.min(maxBytes, Math.max(freeBytes, (long) ratio * compressed));
    }

    /// Decompresses the remaining bytes of a buffer, up to the limit.
    ///
    /// @throws BatchTooLargeException if the result exceeds the limit
    /// @throws CorruptBatchException  if the bytes are not of this codec
    ByteBuffer decompress(Codec codec, ByteBuffer compressed) {
        int allowed = allowed(compressed.remaining());
        byte[] records;
        try (InputStream from = codec.decompress(RecordStream.in(compressed))) {
            records = from.readNBytes(allowed + 1);
        } catch (IOException | RuntimeException e) {
            throw codec.failed(e);
        }
        if (records.length > allowed) {
            throw exceeded(compressed.remaining(), allowed);
        }
        return ByteBuffer.wrap(records);
    }

    /// Returns the exception for a batch that exceeds its limit.
    static BatchTooLargeException exceeded(int compressed, int allowed) {
        return new BatchTooLargeException("the records take " + compressed + " bytes compressed, and more than "
                + allowed + " when decompressed; send smaller batches");
    }
}
