package gregor.packed;

import module java.base;

import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/// Decompresses Snappy, in the frames of snappy-java or without (some clients send a single block).
///
/// ```
/// stream = 82 "SNAPPY" 00 version:4 compatible:4 block*
/// block  = length:4 and that number of bytes of Snappy, which begin with the decompressed length
/// ```
///
/// Snappy-java's reader reserves memory for a length, up to 512 MiB, before it has read a byte (CVE-2023-43642). This
/// one reads the bytes first.
final class SnappyBlocks extends BlockInputStream {
    private static final byte[] HEADER = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
    private static final int HEADER_BYTES = 16;
    /// The best ratio that Snappy can reach: a copy takes 3 bytes for at most 64.
    private static final int BEST_RATIO = 22;

    private final InputStream from;
    private @Nullable InputStream single;

    SnappyBlocks(InputStream compressed) throws IOException {
        byte[] head = compressed.readNBytes(HEADER_BYTES);
        if (head.length == HEADER_BYTES && Arrays.equals(head, 0, HEADER.length, HEADER, 0, HEADER.length)) {
            from = compressed;
        } else {
            from = InputStream.nullInputStream();
            single = uncompress(new SequenceInputStream(new ByteArrayInputStream(head), compressed).readAllBytes());
        }
    }

    private static InputStream uncompress(byte[] block) throws IOException {
        long length = Snappy.uncompressedLength(block);
        if (length < 0 || length > (long) BEST_RATIO * block.length) {
            throw new IOException("a block of " + block.length + " bytes has a decompressed length of " + length);
        }
        return new ByteArrayInputStream(Snappy.uncompress(block));
    }

    @Override
    @Nullable
    InputStream next() throws IOException {
        if (single != null) {
            InputStream block = single;
            single = null;
            return block;
        }
        byte[] prefix = from.readNBytes(Integer.BYTES);
        if (prefix.length == 0) {
            return null;
        }
        if (prefix.length < Integer.BYTES) {
            throw new EOFException("the stream ends within the length of a block");
        }
        int length = ByteBuffer.wrap(prefix).getInt();
        byte[] bytes = from.readNBytes(Math.max(0, length));
        if (bytes.length != length) {
            throw new EOFException("a block has a length of " + length + " bytes, and " + bytes.length + " are left");
        }
        return uncompress(bytes);
    }
}
