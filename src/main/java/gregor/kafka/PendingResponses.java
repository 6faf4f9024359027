package gregor.kafka;

import module java.base;

/// The responses of a connection that wait for the disk while its thread processes the next request. A virtual thread
/// completes them in order; it ends when none is left.
///
/// One thread at a time may call it, and any thread [#isEmpty()].
final class PendingResponses {
    /// Together they take as much memory as [InFlightMemory] leaves uncounted.
    private static final int MAX_BYTES = InFlightMemory.SMALL_BYTES;
    /// So at most 16 wait; Kafka's clients send at most five requests before they wait for a response.
    private static final int MIN_BYTES = MAX_BYTES / 16;

    private final Semaphore room = new Semaphore(MAX_BYTES);
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /// Adds a response; waits while there are too many.
    ///
    /// @param bytes      the memory that it takes
    /// @param completion waits for the disk and sends it
    void add(long bytes, Runnable completion) {
        int permits = Math.clamp(bytes, MIN_BYTES, MAX_BYTES);
        room.acquireUninterruptibly(permits);
        boolean first = enqueue(() -> {
            try {
                completion.run();
            } finally {
                room.release(permits);
            }
        });
        if (first) {
            Thread.startVirtualThread(this::completeAll);
        }
    }

    private synchronized boolean enqueue(Runnable response) {
        waiting.add(response);
        boolean first = !running;
        running = true;
        return first;
    }

    private void completeAll() {
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                // the completion has closed the connection; later responses still wait for their steps
            }
        }
    }

    private synchronized Runnable next() {
        Runnable next = waiting.poll();
        running = next != null;
        notifyAll();
        return next;
    }

    /// Returns whether all have been sent.
    synchronized boolean isEmpty() {
        return !running;
    }

    /// Waits until all have been sent.
    synchronized void await() {
        boolean interrupted = false;
        while (running) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
