package gregor.notebook;

import module java.base;

/// Keeps a started process ready for the next session; processes start one after the other. Any thread may call it.
final class WarmProcess implements AutoCloseable {
    private final ExecutorService starter = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private CompletableFuture<CellProcess> next = start();
    private boolean closed;

    private CompletableFuture<CellProcess> start() {
        return CompletableFuture.supplyAsync(CellProcess::new, starter);
    }

    /// Takes the process, which may still start, and starts another one. A process that has ended meanwhile is replaced.
    synchronized CompletableFuture<CellProcess> take() {
        if (closed) {
            throw new IllegalStateException("the notebook is closed");
        }
        CompletableFuture<CellProcess> taken = next
                .thenApplyAsync(process -> process.alive() ? process : new CellProcess(), starter);
        next = start();
        return taken;
    }

    private synchronized CompletableFuture<CellProcess> next() {
        return next;
    }

    void await() {
        next().join();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        next().thenAccept(CellProcess::close).exceptionally(failure -> null).join();
        starter.close();
    }
}
