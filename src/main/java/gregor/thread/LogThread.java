package gregor.thread;

import gregor.list.Batch;
import gregor.list.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// A thread of its own for a log: one virtual thread is inside, always the same. Any thread may call it.
///
/// A caller hands its request over in person, and nobody else can until the thread is back at the door: nothing
/// piles up in between, and a disk that is slow makes the writers wait. Exceptions travel back to the caller.
/// The log behind it must not be called by anyone else, and must not call this.
public final class LogThread implements WaitingLog {
    private static final Request<?> STOP = new Request<>(() -> null);

    private final SynchronousQueue<Request<?>> requests = new SynchronousQueue<>(true);
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Log log;
    private final AwaitableOffset gauge;

    /// Something to do inside, and the way back for what came of it.
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

    /// Starts the thread. From now on the log is its own.
    public LogThread(Log log) {
        this.log = log;
        gauge = new AwaitableOffset(log.end());
        Thread.ofVirtual().name("log").start(this::serve);
    }

    private void serve() {
        try {
            for (Request<?> request = requests.take(); request != STOP; request = requests.take()) {
                request.serve();
            }
            ended.complete(null);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody knows this thread, so nobody interrupts it", e);
        }
    }

    private <T> T ask(Supplier<T> call) {
        var request = new Request<>(() -> {
            try {
                return call.get();
            } finally {
                gauge.rise(log.end());
            }
        });
        submit(request);
        try {
            return request.answer().join();
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
    }

    /// Waits at the door, as long as there is one. Interrupted here, nothing has happened; once the thread has the
    /// request it is done, and the caller waits for its answer.
    private void submit(Request<?> request) {
        try {
            open.readLock().lockInterruptibly();
            try {
                gauge.check();
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

    @Override
    public long append(Batch batch) {
        return ask(() -> log.append(batch));
    }

    /// The row of batches is copied inside, and a batch does not change: who goes through it disturbs nobody.
    @Override
    public List<Batch> read(long from, int maxBytes) {
        return ask(() -> {
            var row = new ArrayList<Batch>();
            log.read(from, maxBytes).forEach(row::add);
            return row;
        });
    }

    @Override
    public long start() {
        return ask(log::start);
    }

    /// Asks nobody: the thread writes this number, and whoever reads it sees the latest.
    @Override
    public long end() {
        return gauge.value();
    }

    @Override
    public long sizeInBytes() {
        return ask(log::sizeInBytes);
    }

    @Override
    public void deleteBefore(long upTo) {
        ask(() -> {
            log.deleteBefore(upTo);
            return null;
        });
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        ask(() -> {
            log.replace(upTo, survivors);
            return null;
        });
    }

    @Override
    public boolean awaitEnd(long beyond, Duration timeout) {
        return gauge.await(beyond, timeout);
    }

    @Override
    public int waiting() {
        return gauge.waiting();
    }

    /// Waits until everybody who is at the door has handed over, lets nobody else come, and sends the thread home.
    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!ended.isDone()) {
                gauge.close();
                stop();
            }
        } finally {
            open.writeLock().unlock();
        }
    }

    /// An interrupt does not keep it from closing.
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

    @Override
    public String toString() {
        try {
            return ask(log::toString);
        } catch (LogClosedException e) {
            return "closed";
        }
    }
}
