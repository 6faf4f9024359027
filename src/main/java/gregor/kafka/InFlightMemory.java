package gregor.kafka;

import module java.base;

/// Limits the memory of all requests in progress and all unsent responses to a quarter of the heap. Any thread may call
/// it.
///
/// Thousands of clients that send large requests, or ask for large responses and read none, would otherwise fill the
/// heap. Beyond the limit, the connection that holds the most bytes is closed, and of equal ones the oldest; a
/// connection that needs more waits until the bytes of another one are free. Requests and responses of up to 16 KiB are
/// not counted, and connections of more than 1 MiB together may take three quarters of the limit, so smaller requests
/// seldom wait.
///
/// Below the limit no call takes a lock: hundreds of virtual threads that want one lock pass it on only as fast as the
/// scheduler runs them.
final class InFlightMemory {
    static final int SMALL_BYTES = 1 << 14;
    private static final int LARGE_BYTES = 1 << 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long maxBytes;
    private final long patienceNanos;
    private final AtomicLong total = new AtomicLong();
    private final Map<Holder, Long> held = new ConcurrentHashMap<>();
    /// The connections that were closed and have not released their bytes yet.
    private final Set<Holder> closing = ConcurrentHashMap.newKeySet();
    private final Set<Holder> waiting = ConcurrentHashMap.newKeySet();

    /// A connection that holds requests and responses.
    interface Holder {
        /// Whether it processes a request, so that closing it would not free its bytes soon.
        boolean isProcessing();

        /// The time since it was opened, in ns.
        long age();

        /// Closes it; its thread then releases its bytes.
        void close();
    }

    /// @param maxBytes the limit, in bytes
    InFlightMemory(long maxBytes) {
        this(maxBytes, PATIENCE_NANOS);
    }

    /// @param patienceNanos how long a connection waits for the bytes of another one
    InFlightMemory(long maxBytes, long patienceNanos) {
        this.maxBytes = maxBytes;
        this.patienceNanos = patienceNanos;
    }

    /// Limits it to a quarter of the heap.
    static InFlightMemory ofHeap() {
        return new InFlightMemory(Runtime.getRuntime().maxMemory() / 4);
    }

    /// Sets the bytes that a connection holds until [#release]. One connection alone may exceed the limit.
    ///
    /// @throws CloseConnectionException if the connection was closed for another one, or no other one releases enough
    ///                                  bytes within 10 s
    void hold(Holder holder, long bytes) {
        long before = held.getOrDefault(holder, 0L);
        if (before == 0 && bytes <= SMALL_BYTES) {
            return;
        }
        if (!take(before, bytes)) {
            waiting.add(holder);
            try {
                await(holder, before, bytes);
            } finally {
                waiting.remove(holder);
            }
        }
        held.put(holder, bytes);
    }

    /// Adds bytes to the total unless it would exceed the limit.
    private boolean take(long before, long bytes) {
        long all = total.get();
        while (bytes <= before || all == before || all + bytes - before <= limit(bytes)) {
            if (total.compareAndSet(all, all + bytes - before)) {
                wake(bytes < before);
                return true;
            }
            all = total.get();
        }
        return false;
    }

    private long limit(long bytes) {
        return bytes > LARGE_BYTES ? maxBytes / 4 * 3 : maxBytes;
    }

    private synchronized void await(Holder holder, long before, long bytes) {
        long deadline = System.nanoTime() + patienceNanos;
        while (!take(before, bytes)) {
            long left = deadline - System.nanoTime();
            if (closing.contains(holder) || left <= 0) {
                throw new CloseConnectionException(
                        "requests and responses take " + total + " bytes; the limit is " + limit(bytes));
            }
            closeUntilEnough(holder, total.get() + bytes - before - limit(bytes));
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CloseConnectionException("the door is closing", e);
            }
        }
    }

    private void closeUntilEnough(Holder except, long bytes) {
        long freed = closing.stream().mapToLong(holder -> held.getOrDefault(holder, 0L)).sum();
        while (freed < bytes) {
            Optional<Holder> largest = largest(except);
            if (largest.isEmpty()) {
                return;
            }
            closing.add(largest.get());
            freed += held.getOrDefault(largest.get(), 0L);
            if (!held.containsKey(largest.get())) {
                closing.remove(largest.get());
            }
            largest.get().close();
            notifyAll();
        }
    }

    private Optional<Holder> largest(Holder except) {
        return held.entrySet().stream()
                .filter(entry -> entry.getKey() != except && !closing.contains(entry.getKey())
                        && (!entry.getKey().isProcessing() || waiting.contains(entry.getKey())))
                .max(Map.Entry.<Holder, Long>comparingByValue().thenComparing(Map.Entry::getKey,
                        Comparator.comparingLong(Holder::age)))
                .map(Map.Entry::getKey);
    }

    /// Ends the count of a connection's bytes.
    void release(Holder holder) {
        Long bytes = held.remove(holder);
        if (bytes != null) {
            closing.remove(holder);
            total.addAndGet(-bytes);
            wake(true);
        }
    }

    /// A waiter registers before it looks at the total, so either it sees the new total or this sees the waiter.
    private void wake(boolean released) {
        if (released && !waiting.isEmpty()) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    long total() {
        return total.get();
    }
}
