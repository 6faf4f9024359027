package gregor.file;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/// Memory outside of the heap, which files are read and written through: what is inside, Java would copy once more. It
/// is dear to get, and stays until the garbage collector comes by. So one log lends it to the next, and a log that
/// rests has none; of 6,000 logs few are busy at once. (Kafka's has the name `BufferSupplier`.)
///
/// Any thread may call it. Who has given a buffer back must not touch it again.
final class BufferPool {
    private static final int SMALL_BYTES = 1 << 13;
    private static final int LARGE_BYTES = 1 << 16;
    private static final int MAX_BYTES = 1 << 21;
    private static final int MOST = 16;
    private static final Queue<ByteBuffer> SMALL = new ArrayBlockingQueue<>(MOST);
    private static final Queue<ByteBuffer> LARGE = new ArrayBlockingQueue<>(MOST);

    private BufferPool() {}

    /// A buffer for so many bytes at least. What is in it is anybody's.
    static ByteBuffer take(int bytes) {
        boolean small = bytes <= SMALL_BYTES;
        ByteBuffer idle = (small ? SMALL : LARGE).poll();
        return idle != null && idle.capacity() >= bytes ? idle.clear()
                : ByteBuffer.allocateDirect(small ? SMALL_BYTES : Math.max(bytes, LARGE_BYTES));
    }

    /// Keeps a buffer for the next who needs one, unless there are enough, or it is very large.
    static void give(ByteBuffer buffer) {
        if (buffer.capacity() <= MAX_BYTES) {
            (buffer.capacity() == SMALL_BYTES ? SMALL : LARGE).offer(buffer);
        }
    }
}
