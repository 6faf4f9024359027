package gregor.packed;

import module java.base;

import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;
import org.jspecify.annotations.Nullable;

/// Decompresses LZ4 frames of independent blocks (LZ4 Frame Format 1.6.2). Numbers are little-endian.
///
/// ```
/// frame    = magic:4 flags:1 blockSize:1 contentSize:8? checksum:1 block* 00000000 contentChecksum:4?
/// block    = length:4 and that number of bytes checksum:4?      the highest bit of the length: not compressed
/// skipped  = magic:4 length:4 and that number of bytes
/// ```
///
/// The reader of lz4-java reserves three buffers of the largest block size, up to 4 MiB, for each frame, and a frame
/// can have 15 bytes. This one reads the bytes of a block first.
final class Lz4Blocks extends BlockInputStream {
    private static final int MAGIC = 0x184d2204;
    private static final int SKIPPED = 0x184d2a50;
    private static final int UNCOMPRESSED = 1 << 31;
    private static final int BLOCK_CHECKSUM = 1 << 4;
    private static final int CONTENT_SIZE = 1 << 3;
    private static final int CONTENT_CHECKSUM = 1 << 2;
    /// Version 1 with independent blocks.
    private static final int INDEPENDENT = 0b0110_0000;
    private static final int INDEPENDENT_MASK = 0b1110_0011;
    /// The best ratio that LZ4 can reach: a byte of a length stands for 255.
    private static final int BEST_RATIO = 255;
    private static final LZ4SafeDecompressor LZ4 = LZ4Factory.fastestInstance().safeDecompressor();
    private static final XXHash32 HASH = XXHashFactory.fastestInstance().hash32();

    private final InputStream from;
    private boolean begun;
    private boolean inFrame;
    private int flags;
    private int maxBlock;
    private long contentSize;
    private long size;
    private @Nullable StreamingXXHash32 content;
    private byte[] out = new byte[0];

    /// @param compressed must not reserve memory for bytes that it does not have, as [ByteArrayInputStream]
    Lz4Blocks(InputStream compressed) {
        from = compressed;
    }

    private byte[] read(String what, int bytes) throws IOException {
        byte[] read = from.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException(what + " takes " + bytes + " bytes, and " + read.length + " are left");
        }
        return read;
    }

    private int number(String what) throws IOException {
        return number(read(what, Integer.BYTES));
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    @Override
    @Nullable
    InputStream next() throws IOException {
        while (inFrame || nextFrame()) {
            int length = number("the length of a block");
            if (length != 0) {
                return block(length & ~UNCOMPRESSED, (length & UNCOMPRESSED) != 0);
            }
            endFrame();
        }
        return null;
    }

    /// Reads the beginning of a frame; false at the end.
    private boolean nextFrame() throws IOException {
        byte[] magic = from.readNBytes(Integer.BYTES);
        while (magic.length == Integer.BYTES && (number(magic) & ~0xf) == SKIPPED) {
            skipFrame();
            magic = from.readNBytes(Integer.BYTES);
        }
        if (magic.length == 0 && begun) {
            return false;
        }
        begun = true;
        if (magic.length < Integer.BYTES || number(magic) != MAGIC) {
            throw new IOException("no frame of LZ4 begins here");
        }
        descriptor();
        inFrame = true;
        return true;
    }

    private void skipFrame() throws IOException {
        begun = true;
        from.skipNBytes(Integer.toUnsignedLong(number("the length of a skipped frame")));
    }

    private void descriptor() throws IOException {
        byte[] start = read("the descriptor of a frame", 2);
        flags = start[0];
        int code = start[1] >> 4;
        if ((flags & INDEPENDENT_MASK) != INDEPENDENT || code < 4 || (start[1] & 0xf) != 0) {
            throw new IOException("a frame has the descriptor " + (flags & 0xff) + ", " + (start[1] & 0xff)
                    + "; only independent blocks of 64 KB to 4 MB without a dictionary are supported");
        }
        maxBlock = 1 << 8 + 2 * code;
        byte[] length = read("the size of the content", (flags & CONTENT_SIZE) == 0 ? 0 : Long.BYTES);
        ByteBuffer all = ByteBuffer.allocate(start.length + length.length).put(start).put(length)
                .order(ByteOrder.LITTLE_ENDIAN);
        contentSize = length.length == 0 ? -1 : all.getLong(start.length);
        int hash = HASH.hash(all.array(), 0, all.capacity(), 0);
        if ((byte) (hash >> Byte.SIZE) != read("the checksum of a descriptor", 1)[0]) {
            throw new IOException("the checksum of a descriptor is wrong");
        }
        size = 0;
        content = (flags & CONTENT_CHECKSUM) == 0 ? null : XXHashFactory.safeInstance().newStreamingHash32(0);
    }

    private InputStream block(int length, boolean uncompressed) throws IOException {
        if (length > maxBlock) {
            throw new IOException("a block has a length of " + length + " bytes, more than " + maxBlock);
        }
        byte[] bytes = read("a block", length);
        if ((flags & BLOCK_CHECKSUM) != 0 && HASH.hash(bytes, 0, length, 0) != number("the checksum of a block")) {
            throw new IOException("the checksum of a block is wrong");
        }
        return uncompressed ? content(bytes, length) : decompressed(bytes);
    }

    private InputStream decompressed(byte[] block) {
        int most = (int) Math.min(maxBlock, (long) BEST_RATIO * block.length);
        if (out.length < most) {
            out = new byte[most];
        }
        return content(out, LZ4.decompress(block, 0, block.length, out, 0, most));
    }

    private InputStream content(byte[] bytes, int length) {
        size += length;
        if (content != null) {
            content.update(bytes, 0, length);
        }
        return new ByteArrayInputStream(bytes, 0, length);
    }

    private void endFrame() throws IOException {
        inFrame = false;
        if (content != null && number("the checksum of the content") != content.getValue()) {
            throw new IOException("the checksum of the content is wrong");
        }
        if (contentSize >= 0 && contentSize != size) {
            throw new IOException("a frame has " + size + " bytes, and its descriptor says " + contentSize);
        }
    }
}
