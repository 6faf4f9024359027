package gregor.file;

import java.nio.ByteBuffer;

/// The piece of a file that is looked at. All readers of a log share it: a new one for each of them would have to be
/// cleared and would push everything else out of the processor's cache. Who finds that another reader has used it
/// meanwhile reads again. Its memory comes from the [BufferPool], and goes back when a reader is at its end.
/// One thread at a time may call it.
final class ReadBuffer {
    private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

    private ByteBuffer bytes = NONE;
    private Object holder;
    private long position;

    /// Whether it has so many bytes from a position on, for the one who asks.
    boolean holds(Object reader, long from, int count) {
        return holder == reader && from >= position && from + count <= position + bytes.limit();
    }

    /// Reads so many bytes, or all until the end of the file, and returns how many. What it has of them is not read
    /// twice.
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

    /// Gives back its memory until somebody reads again.
    void rest() {
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

    /// What it has from a position on. It is overwritten when somebody reads on.
    ByteBuffer slice(long from, int count) {
        return bytes.slice((int) (from - position), count);
    }
}
