package gregor.packed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// How large a compressed batch may become. A few bytes can be compressed zeros without end, and who unpacks what a
/// stranger sent must be able to stop.
///
/// @param maxBytes  no batch may become larger
/// @param freeBytes so large may each become, however small it was
/// @param ratio     a larger one may be so many times as large as when it was compressed
public record DecompressionLimits(int maxBytes, int freeBytes, int ratio) {
    /// 128 MiB, and beyond 16 MiB a ratio of 100.
    public static final DecompressionLimits DEFAULT = new DecompressionLimits(1 << 27, 1 << 24, 100);

    private static final int FIRST_BYTES = 1 << 12;

    /// @throws IllegalArgumentException if a number is less than 1
    public DecompressionLimits {
        if (maxBytes < 1 || freeBytes < 1 || ratio < 1) {
            throw new IllegalArgumentException("a limit is 1 or more");
        }
    }

    /// How many bytes may come out of so many.
    int allowed(int compressed) {
        return (int) Math.min(maxBytes, Math.max(freeBytes, (long) ratio * compressed));
    }

    /// Decompresses all that remains in a buffer, piece by piece, and stops at the limit.
    ///
    /// @throws CorruptBatchException if there is more, or it was not compressed by this codec
    ByteBuffer decompress(Codec codec, ByteBuffer compressed) {
        byte[] in = new byte[compressed.remaining()];
        compressed.duplicate().get(in);
        int allowed = allowed(in.length);
        try (InputStream stream = codec.decompress(new ByteArrayInputStream(in))) {
            byte[] out = new byte[(int) Math.min(allowed, FIRST_BYTES + 4L * in.length)];
            int length = 0;
            for (int read = 0; read >= 0; length += Math.max(0, read)) {
                if (length == out.length) {
                    if (length == allowed) {
                        checkEnd(stream, in.length, allowed);
                        break;
                    }
                    out = Arrays.copyOf(out, (int) Math.min(allowed, 2L * length));
                }
                read = stream.read(out, length, out.length - length);
            }
            return ByteBuffer.wrap(out, 0, length);
        } catch (IOException | RuntimeException e) {
            if (e instanceof CorruptBatchException limit) {
                throw limit;
            }
            throw new CorruptBatchException("the records cannot be decompressed by " + codec, e);
        }
    }

    private static void checkEnd(InputStream stream, int compressed, int allowed) throws IOException {
        if (stream.read() >= 0) {
            throw new CorruptBatchException("the records take " + compressed + " bytes compressed, and more than "
                    + allowed + " when decompressed; send smaller batches");
        }
    }
}
