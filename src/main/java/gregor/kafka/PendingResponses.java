package gregor.kafka;

import module java.base;

/// The responses of a connection that wait for the disk while its thread processes the next request. Each is completed
/// in a virtual thread of its own, after the one before.
///
/// One thread at a time may call it, and any thread [#isEmpty()].
final class PendingResponses {
    /// Together they take as much memory as [InFlightMemory] leaves uncounted.
    private static final int MAX_BYTES = InFlightMemory.SMALL_BYTES;
    /// So at most 16 wait; Kafka's clients send at most five requests before they wait for a response.
    private static final int MIN_BYTES = MAX_BYTES / 16;

    private final Semaphore room = new Semaphore(MAX_BYTES);
    private volatile CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /// Adds a response; waits while there are too many.
    ///
    /// @param bytes      the memory that it takes
    /// @param completion waits for the disk and sends it
    void add(long bytes, Runnable completion) {
        int permits = Math.clamp(bytes, MIN_BYTES, MAX_BYTES);
        room.acquireUninterruptibly(permits);
        last = last.handleAsync((done, failure) -> {
            try {
                completion.run();
            } finally {
                room.release(permits);
            }
            return null;
        }, Thread::startVirtualThread);
    }

    boolean isEmpty() {
        return last.isDone();
    }

    /// Waits until all have been sent.
    void await() {
        last.handle((done, failure) -> null).join();
    }
}
