package gregor.file;

import module java.base;

/// A pool of direct buffers for reading and writing files: Java would copy the bytes of a heap buffer once more. A
/// direct buffer is expensive to allocate, and is freed only by the garbage collector. So the logs share the pool, and
/// a log that is idle holds no buffer. (Kafka: `BufferSupplier`.)
///
/// Any thread may call it. After `give`, the caller must not use the buffer any more.
final class BufferPool {
    private static final int SMALL_BYTES = 1 << 13;
    private static final int LARGE_BYTES = 1 << 16;
    private static final int MAX_BYTES = 1 << 21;
    private static final int MAX_BUFFERS = 16;
    private static final Queue<ByteBuffer> SMALL = new ArrayBlockingQueue<>(MAX_BUFFERS);
    private static final Queue<ByteBuffer> LARGE = new ArrayBlockingQueue<>(MAX_BUFFERS);

    private BufferPool() {}

    /// Takes a buffer with a capacity of at least `bytes`. Its content is undefined.
    static ByteBuffer take(int bytes) {
        boolean small = bytes <= SMALL_BYTES;
        ByteBuffer idle = (small ? SMALL : LARGE).poll();
        return idle != null && idle.capacity() >= bytes
                ? idle.clear()
                : ByteBuffer.allocateDirect(small ? SMALL_BYTES : Math.max(bytes, LARGE_BYTES));
    }

    /// Puts a buffer back, unless the pool is full or the buffer is larger than 2 MiB.
    static void give(ByteBuffer buffer) {
        if (buffer.capacity() <= MAX_BYTES) {
            (buffer.capacity() == SMALL_BYTES ? SMALL : LARGE).offer(buffer);
        }
    }
}
