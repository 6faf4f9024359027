package gregor.kafka;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Limits the memory of all requests in progress and all unsent responses to a quarter of the heap. Any thread may call
/// it.
///
/// Thousands of clients that ask for large responses and read none would otherwise fill the heap. Beyond the
/// limit, the connection that holds the most bytes is closed, and of equal ones the oldest. Requests and responses of
/// up to 64 KiB are not counted, so small requests are answered at any time.
final class InFlightMemory {
    private static final int SMALL_BYTES = 1 << 16;

    private final long maxBytes;
    private final AtomicLong total = new AtomicLong();
    private final Map<ClientConnection, Long> held = new ConcurrentHashMap<>();

    /// @param maxBytes the limit, in bytes
    InFlightMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Limits it to a quarter of the heap.
    static InFlightMemory ofHeap() {
        return new InFlightMemory(Runtime.getRuntime().maxMemory() / 4);
    }

    /// Counts bytes that a connection holds until [#release].
    ///
    /// @throws CloseConnectionException if the limit is exceeded, and every other connection processes a request
    void add(ClientConnection connection, long bytes) {
        if (bytes <= SMALL_BYTES) {
            return;
        }
        held.merge(connection, bytes, Long::sum);
        total.addAndGet(bytes);
        while (total.get() > maxBytes && held.size() > 1) {
            ClientConnection largest = largest(connection).orElseThrow(() -> new CloseConnectionException(
                    "requests and responses take " + total + " bytes; the limit is " + maxBytes));
            release(largest);
            largest.close();
        }
    }

    private Optional<ClientConnection> largest(ClientConnection except) {
        return held.entrySet().stream().filter(entry -> entry.getKey() != except && !entry.getKey().isProcessing())
                .max(Map.Entry.<ClientConnection, Long>comparingByValue().thenComparing(Map.Entry::getKey,
                        Comparator.comparingLong(ClientConnection::age)))
                .map(Map.Entry::getKey);
    }

    /// Ends the count of a connection's bytes.
    void release(ClientConnection connection) {
        Long bytes = held.remove(connection);
        if (bytes != null) {
            total.addAndGet(-bytes);
        }
    }
}
