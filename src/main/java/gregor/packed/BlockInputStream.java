package gregor.packed;

import module java.base;

import org.jspecify.annotations.Nullable;

/// A stream of blocks that are decompressed one after another.
abstract class BlockInputStream extends InputStream {
    private InputStream block = InputStream.nullInputStream();

    /// Decompresses the next block.
    ///
    /// @return a stream of its bytes; null at the end
    abstract @Nullable InputStream next() throws IOException;

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int read = block.read(into, at, length);
        while (read < 0) {
            InputStream next = next();
            if (next == null) {
                return -1;
            }
            block = next;
            read = block.read(into, at, length);
        }
        return read;
    }
}
