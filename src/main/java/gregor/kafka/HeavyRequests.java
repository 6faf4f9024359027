package gregor.kafka;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.protocol.ApiKeys;

/// Runs long requests on two platform threads. A virtual thread that computes does not yield its carrier, so without
/// this class one long request for each core would stop all other connections. Any thread may call it.
final class HeavyRequests implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int MIN_BYTES = 1 << 16;
    private static final long MIN_STEPS = 1_000_000;
    /// Requests that wait. [RequestValidator] runs the long part of a Produce request here.
    private static final Set<ApiKeys> LIGHT = Set.of(ApiKeys.PRODUCE, ApiKeys.FETCH, ApiKeys.JOIN_GROUP,
            ApiKeys.SYNC_GROUP);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS,
            Thread.ofPlatform().daemon().name("kafka-heavy-", 0).factory());

    /// Decodes a request, on one of these threads if that takes long.
    ///
    /// @param steps the cost, by [MessageCodec#cost]
    /// @throws CloseConnectionException if the door has closed
    <T> T read(long steps, Supplier<T> call) {
        return steps < MIN_STEPS ? call.get() : run(call);
    }

    /// Answers a request, on one of these threads if that may take long.
    ///
    /// @param bytes the size of the request
    /// @throws CloseConnectionException if the door has closed
    <T> T answer(ApiKeys api, int bytes, Supplier<T> call) {
        return bytes < MIN_BYTES || LIGHT.contains(api) ? call.get() : run(call);
    }

    /// Runs a long computation on one of these threads, and waits for it.
    ///
    /// @throws CloseConnectionException if the door has closed
    <T> T run(Supplier<T> call) {
        try {
            Future<T> answer = threads.submit(call::get);
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("cannot answer a request: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the door is closing", e);
        } catch (RejectedExecutionException e) {
            throw new CloseConnectionException("the door has closed", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
