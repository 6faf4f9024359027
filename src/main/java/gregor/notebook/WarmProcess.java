package gregor.notebook;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;

/// A process that is kept warm for whoever needs one next. Any thread may call it.
final class WarmProcess implements AutoCloseable {
    private final ExecutorService starters = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    private CompletableFuture<CellProcess> next;
    private boolean closed;

    WarmProcess() {
        next = start();
    }

    private CompletableFuture<CellProcess> start() {
        return CompletableFuture.supplyAsync(CellProcess::new, starters);
    }

    /// Takes the one that is warm, and starts another one; empty if none is warm yet.
    synchronized Optional<CellProcess> take() {
        if (closed) {
            throw new IllegalStateException("the notebook is closed");
        }
        if (!next.isDone()) {
            return Optional.empty();
        }
        CompletableFuture<CellProcess> taken = next;
        next = start();
        return Optional.of(taken.join());
    }

    /// Waits until one is warm.
    void await() {
        CompletableFuture<CellProcess> waited;
        synchronized (this) {
            waited = next;
        }
        waited.join();
    }

    @Override
    public void close() {
        CompletableFuture<CellProcess> last;
        synchronized (this) {
            closed = true;
            last = next;
        }
        last.thenAccept(CellProcess::close).exceptionally(trouble -> null).join();
        starters.close();
    }
}
