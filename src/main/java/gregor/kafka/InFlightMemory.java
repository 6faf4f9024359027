package gregor.kafka;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Limits the memory of all requests in progress and all unsent responses to a quarter of the heap. Any thread may call
/// it.
///
/// Thousands of clients that send large requests, or ask for large responses and read none, would otherwise fill the
/// heap. Beyond the limit, the connection that holds the most bytes is closed, and of equal ones the oldest; a
/// connection that needs more waits until the bytes of another one are free. Requests and responses of up to 16 KiB are
/// not counted, so small requests are answered at any time.
final class InFlightMemory {
    static final int SMALL_BYTES = 1 << 14;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long maxBytes;
    private final long patienceNanos;
    private final Map<Holder, Long> held = new HashMap<>();
    /// The connections that were closed and have not released their bytes yet.
    private final Set<Holder> closing = new HashSet<>();
    private final Set<Holder> waiting = new HashSet<>();
    private long total;

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
    synchronized void hold(Holder holder, long bytes) {
        long before = held.getOrDefault(holder, 0L);
        if (before == 0 && bytes <= SMALL_BYTES) {
            return;
        }
        waiting.add(holder);
        try {
            awaitBytes(holder, bytes - before);
        } finally {
            waiting.remove(holder);
        }
        held.put(holder, bytes);
        total += bytes - before;
    }

    private void awaitBytes(Holder holder, long more) {
        long deadline = System.nanoTime() + patienceNanos;
        while (more > 0 && total + more > maxBytes && total > held.getOrDefault(holder, 0L)) {
            long left = deadline - System.nanoTime();
            if (closing.contains(holder) || left <= 0) {
                throw new CloseConnectionException(
                        "requests and responses take " + total + " bytes; the limit is " + maxBytes);
            }
            closeUntilEnough(holder, total + more - maxBytes);
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CloseConnectionException("the door is closing", e);
            }
        }
    }

    private void closeUntilEnough(Holder except, long bytes) {
        long freed = closing.stream().mapToLong(held::get).sum();
        while (freed < bytes) {
            Optional<Holder> largest = largest(except);
            if (largest.isEmpty()) {
                return;
            }
            freed += held.get(largest.get());
            closing.add(largest.get());
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
    synchronized void release(Holder holder) {
        Long bytes = held.remove(holder);
        if (bytes != null) {
            closing.remove(holder);
            total -= bytes;
            notifyAll();
        }
    }

    /// The bytes that all connections hold.
    synchronized long total() {
        return total;
    }
}
