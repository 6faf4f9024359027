package gregor.thread;

import gregor.list.Batch;
import gregor.list.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A lock around a log: one thread at a time is inside, whichever it is. Any thread may call it.
///
/// The log behind it must not be called by anyone else. A disk that is slow makes everybody wait at the lock: that
/// is its back-pressure.
public final class SharedLog implements WaitingLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final Log log;
    private final AwaitableOffset gauge;

    /// Puts a lock around a log.
    public SharedLog(Log log) {
        this.log = log;
        gauge = new AwaitableOffset(log.end());
    }

    @Override
    public long append(Batch batch) {
        enter();
        try {
            return log.append(batch);
        } finally {
            leave();
        }
    }

    private void enter() {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw LogInterruptedException.after(e);
        }
        try {
            gauge.check();
        } catch (LogClosedException e) {
            lock.unlock();
            throw e;
        }
    }

    /// Says where the end is now, while nobody else can move it; unlocks; and only then wakes who waits for it.
    private void leave() {
        boolean risen;
        try {
            risen = gauge.raise(log.end());
        } finally {
            lock.unlock();
        }
        if (risen) {
            gauge.wake();
        }
    }

    private <T> T locked(Supplier<T> call) {
        enter();
        try {
            return call.get();
        } finally {
            leave();
        }
    }

    /// The row of batches is copied before the lock opens, and a batch does not change: who goes through it needs
    /// no lock.
    @Override
    public List<Batch> read(long from, int maxBytes) {
        return locked(() -> {
            var row = new ArrayList<Batch>();
            log.read(from, maxBytes).forEach(row::add);
            return row;
        });
    }

    @Override
    public long start() {
        return locked(log::start);
    }

    /// Takes no lock: one thread at a time writes this number, and whoever reads it sees the latest.
    @Override
    public long end() {
        return gauge.value();
    }

    @Override
    public long sizeInBytes() {
        return locked(log::sizeInBytes);
    }

    @Override
    public void deleteBefore(long upTo) {
        locked(() -> {
            log.deleteBefore(upTo);
            return null;
        });
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        locked(() -> {
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

    @Override
    public void close() {
        lock.lock();
        try {
            gauge.close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        try {
            return locked(log::toString);
        } catch (LogClosedException e) {
            return "closed";
        }
    }
}
