package gregor.thread;

import module java.base;

import gregor.list.Log;

/// A log with a virtual thread of its own: only that thread calls the wrapped log. Any thread may call it.
///
/// A caller hands over its request directly and waits until the thread takes it: no queue fills up in between, and a
/// slow disk makes the writers wait. The caller receives the exceptions of its request.
/// The wrapped log must not call this log.
public class LogThread extends ConcurrentLog {
    private static final Request<?> STOP = new Request<>(() -> null);

    private final SynchronousQueue<Request<?>> requests = new SynchronousQueue<>(true);
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /// A call, and the future that receives its result.
    private record Request<T>(Supplier<T> call, CompletableFuture<T> answer) {
        Request(Supplier<T> call) {
            this(call, new CompletableFuture<>());
        }

        void serve() {
            try {
                answer.complete(call.get());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        }
    }

    /// Wraps a log and starts the thread.
    public LogThread(Log log) {
        super(log);
        Thread.ofVirtual().name("log").start(this::serve);
    }

    private void serve() {
        try {
            for (Request<?> request = requests.take(); request != STOP; request = requests.take()) {
                request.serve();
            }
            ended.complete(null);
        } catch (InterruptedException e) {
            throw new AssertionError("no other code has a reference to this thread, so it is never interrupted", e);
        }
    }

    @Override
    public <T> T exclusively(Supplier<T> call) {
        var request = new Request<>(() -> {
            try {
                return call.get();
            } finally {
                visibleEnd.rise(log.end());
            }
        });
        submit(request);
        try {
            return request.answer().join();
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
    }

    /// Waits until the thread takes the request, or the log is closed. An interrupt during this wait withdraws the
    /// request; once the thread has taken it, the request runs and the caller waits for its answer.
    private void submit(Request<?> request) {
        try {
            open.readLock().lockInterruptibly();
            try {
                visibleEnd.check();
                requests.put(request);
            } finally {
                open.readLock().unlock();
            }
        } catch (InterruptedException e) {
            throw LogInterruptedException.after(e);
        }
    }

    private static RuntimeException unwrapped(CompletionException e) {
        switch (e.getCause()) {
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            default -> throw e;
        }
    }

    /// Waits until the thread has taken every request that waits, refuses later requests, and ends the thread.
    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!ended.isDone()) {
                visibleEnd.close();
                stop();
            }
        } finally {
            open.writeLock().unlock();
        }
    }

    /// Ends the thread even if the calling thread is interrupted.
    private void stop() {
        boolean interrupted = Thread.interrupted();
        while (!ended.isDone()) {
            try {
                requests.put(STOP);
                ended.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
