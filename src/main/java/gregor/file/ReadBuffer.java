package gregor.file;

import module java.base;

/// A buffer with a part of a file, shared by all scanners of a log: a buffer for each scanner would have to be cleared,
/// and would fill the processor's cache. A scanner whose bytes another scanner has overwritten reads them again. Its
/// memory comes from the [BufferPool], and goes back when a scanner is at its end. One thread at a time may call it.
final class ReadBuffer {
    private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

    private ByteBuffer bytes = NONE;
    private Object holder;
    private long position;

    /// Whether it holds `count` bytes from a position on that this reader has filled in.
    boolean holds(Object reader, long from, int count) {
        return holder == reader && from >= position && from + count <= position + bytes.limit();
    }

    /// Reads `count` bytes, or all until the end of the file, and returns their number. Bytes that it holds already are
    /// not read again.
    int fill(Object reader, DataFile file, long from, int count) {
        int kept = holds(reader, from, 1) ? (int) (position + bytes.limit() - from) : 0;
        ByteBuffer begin = kept == 0 ? NONE.slice() : slice(from, kept);
        ByteBuffer old = bytes;
        holder = null;
        if (old.capacity() < count) {
            bytes = BufferPool.take(count);
        }
        bytes.clear().put(begin).limit(count);
        if (old != bytes) {
            give(old);
        }
        file.read(bytes, from + kept);
        holder = reader;
        position = from;
        return bytes.limit();
    }

    /// Returns its memory to the pool until the next read.
    void release() {
        ByteBuffer old = bytes;
        holder = null;
        bytes = NONE;
        give(old);
    }

    private static void give(ByteBuffer old) {
        if (old != NONE) {
            BufferPool.give(old);
        }
    }

    /// Returns a view of its bytes from a position on. The next read overwrites them.
    ByteBuffer slice(long from, int count) {
        return bytes.slice((int) (from - position), count);
    }
}
