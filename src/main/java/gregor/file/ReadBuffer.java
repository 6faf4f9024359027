package gregor.file;

import java.nio.ByteBuffer;

/// The piece of a file that is looked at. All readers of a log share it: a new one for each of them would have to be
/// cleared and would push everything else out of the processor's cache. Who finds that another reader has used it
/// meanwhile reads again. One thread at a time may call it.
final class ReadBuffer {
    /// Takes no room: a log that nobody reads from, or appends to, needs no other.
    static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

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
        ByteBuffer begin = kept == 0 ? bytes.slice(0, 0) : slice(from, kept);
        holder = null;
        if (bytes.capacity() < count) {
            bytes = ByteBuffer.allocateDirect(Math.max(count, 2 * bytes.capacity()));
        }
        file.read(bytes.clear().put(begin).limit(count), from + kept);
        holder = reader;
        position = from;
        return bytes.limit();
    }

    /// What it has from a position on. It is overwritten when somebody reads on.
    ByteBuffer slice(long from, int count) {
        return bytes.slice((int) (from - position), count);
    }
}
