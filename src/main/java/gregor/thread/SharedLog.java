package gregor.thread;

import module java.base;

import gregor.list.Log;

/// A log behind a lock: one thread at a time calls the wrapped log. Any thread may call it.
///
/// While a slow disk holds the lock, all callers wait for it: that is its back-pressure.
public class SharedLog extends ConcurrentLog {
    /// The lock that a call to the wrapped log holds.
    protected final ReentrantLock lock = new ReentrantLock();

    /// Puts a lock around a log.
    public SharedLog(Log log) {
        super(log);
    }

    @Override
    public final <T> T exclusively(Supplier<T> call) {
        enter();
        try {
            return call.get();
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
            visibleEnd.check();
        } catch (LogClosedException e) {
            lock.unlock();
            throw e;
        }
    }

    /// Raises the visible end under the lock, unlocks, and only then wakes the threads that wait for the end.
    private void leave() {
        boolean raised;
        try {
            raised = visibleEnd.raise(readableEnd());
        } finally {
            lock.unlock();
        }
        if (raised) {
            visibleEnd.wake();
        }
    }

    /// Returns the end up to which readers may read now. The calling thread holds the lock.
    protected long readableEnd() {
        return log.end();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            visibleEnd.close();
        } finally {
            lock.unlock();
        }
    }
}
