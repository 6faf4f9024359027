package gregor.kafka;

import module java.base;

import org.apache.kafka.common.protocol.ApiKeys;

/// Runs long requests on two platform threads. A virtual thread that computes does not yield its carrier, so without
/// this class one long request for each core would stop all other connections. Any thread may call it.
///
/// A short request overtakes longer ones that arrived before it by up to four times the difference of their costs. A
/// request whose client has gone is dropped.
final class HeavyRequests implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int MIN_BYTES = 1 << 16;
    private static final long MIN_STEPS = 1_000_000;
    private static final int OVERTAKING = 4;
    private static final int NANOS_PER_BYTE = 20;
    private static final long CHECK_MILLIS = 100;
    /// The expected time of a computation inside a request.
    private static final long COMPUTATION_NANOS = 100_000_000;
    /// Requests that wait. [RequestValidator] runs the long part of a Produce request here.
    static final Set<ApiKeys> LIGHT = Set.of(ApiKeys.PRODUCE, ApiKeys.FETCH, ApiKeys.JOIN_GROUP, ApiKeys.SYNC_GROUP);

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(), Thread.ofPlatform().daemon().name("kafka-heavy-", 0).factory());

    private static final class Task<T> extends FutureTask<T> implements Comparable<Task<?>> {
        private final long order;

        Task(Supplier<T> call, long order) {
            super(call::get);
            this.order = order;
        }

        @Override
        public int compareTo(Task<?> other) {
            return Long.signum(order - other.order);
        }
    }

    /// Decodes a request, on one of these threads if that takes long.
    ///
    /// @param steps the cost, by [MessageCodec#cost]
    /// @param gone  whether the client has closed the connection
    /// @throws CloseConnectionException if the door has closed or the client has gone
    <T> T read(long steps, BooleanSupplier gone, Supplier<T> call) {
        return steps < MIN_STEPS ? call.get() : run(steps, gone, call);
    }

    /// Answers a request, on one of these threads if that may take long.
    ///
    /// @param bytes the size of the request
    /// @param gone  whether the client has closed the connection
    /// @throws CloseConnectionException if the door has closed or the client has gone
    <T> T answer(ApiKeys api, int bytes, BooleanSupplier gone, Supplier<T> call) {
        return bytes < MIN_BYTES || LIGHT.contains(api) ? call.get() : run((long) NANOS_PER_BYTE * bytes, gone, call);
    }

    /// Runs a long computation on one of these threads, and waits for it.
    ///
    /// @param gone whether the client has closed the connection
    /// @throws CloseConnectionException if the door has closed or the client has gone
    <T> T run(BooleanSupplier gone, Supplier<T> call) {
        return run(COMPUTATION_NANOS, gone, call);
    }

    private <T> T run(long nanos, BooleanSupplier gone, Supplier<T> call) {
        var task = new Task<>(call, System.nanoTime() + OVERTAKING * nanos);
        try {
            threads.execute(task);
            return await(task, gone);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("cannot answer a request: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the door is closing", e);
        } catch (RejectedExecutionException | CancellationException e) {
            throw new CloseConnectionException("the door has closed", e);
        }
    }

    private <T> T await(Task<T> task, BooleanSupplier gone) throws ExecutionException, InterruptedException {
        while (true) {
            try {
                return task.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // A request that runs already checks by itself whether its client has gone.
                if (gone.getAsBoolean() && threads.remove(task)) {
                    throw new CloseConnectionException("the client has gone");
                }
            }
        }
    }

    /// Drops the requests that wait. It interrupts no thread, since that would close the files that the thread uses.
    @Override
    public void close() {
        threads.shutdown();
        threads.getQueue().forEach(task -> ((Task<?>) task).cancel(false));
    }
}
