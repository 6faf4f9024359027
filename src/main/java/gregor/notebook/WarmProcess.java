package gregor.notebook;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;

/// Keeps a started process ready for the next session. Any thread may call it.
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

    /// Takes the process and starts another one; empty while it still starts.
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

    /// Waits until the process has started.
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
        last.thenAccept(CellProcess::close).exceptionally(failure -> null).join();
        starters.close();
    }
}
