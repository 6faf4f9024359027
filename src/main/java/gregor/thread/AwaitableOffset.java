package gregor.thread;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// A number that only rises, and those who wait for it to rise.
///
/// Any thread may read it and wait. One thread at a time may raise it.
public final class AwaitableOffset {
    private final AtomicReference<CountDownLatch> next = new AtomicReference<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong value;
    private volatile boolean closed;

    /// Begins at a value.
    public AwaitableOffset(long value) {
        this.value = new AtomicLong(value);
    }

    /// What it shows now.
    ///
    /// @throws LogClosedException if it is closed
    public long value() {
        check();
        return value.get();
    }

    /// Does nothing, unless it is closed.
    ///
    /// @throws LogClosedException if it is closed
    public void check() {
        if (closed) {
            throw new LogClosedException();
        }
    }

    /// Raises it, and wakes everybody who waits. A lower value changes nothing.
    public void rise(long to) {
        if (raise(to)) {
            VarHandle.fullFence();
            wake();
        }
    }

    /// Raises it and says whether it did. The one who raises it opens a lock, or does something else that orders
    /// what was written before it and what is read after it, and only then wakes those who wait.
    public boolean raise(long to) {
        if (to <= value.getPlain()) {
            return false;
        }
        value.setRelease(to);
        return true;
    }

    /// Opens the latch that all who wait now are waiting at. They wake one another: this takes the same time for
    /// one as for a thousand.
    public void wake() {
        CountDownLatch latch = next.get();
        if (latch != null && next.compareAndSet(latch, null)) {
            latch.countDown();
        }
    }

    /// Waits until the value lies beyond another one, or the time is over, and says which.
    ///
    /// @throws LogClosedException      if it is closed, at once or while this waits
    /// @throws LogInterruptedException if this thread is interrupted while it waits
    public boolean await(long beyond, Duration timeout) {
        if (value() > beyond) {
            return true;
        }
        waiting.incrementAndGet();
        try {
            return awaitLatch(beyond, System.nanoTime() + NANOSECONDS.convert(timeout));
        } catch (InterruptedException e) {
            throw LogInterruptedException.after(e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /// First takes its place at the latch, then looks: a rise in between opens this very latch.
    private boolean awaitLatch(long beyond, long deadline) throws InterruptedException {
        while (true) {
            CountDownLatch latch = next.updateAndGet(now -> now == null ? new CountDownLatch(1) : now);
            if (value() > beyond) {
                return true;
            }
            if (!latch.await(deadline - System.nanoTime(), NANOSECONDS)) {
                return value() > beyond;
            }
        }
    }

    /// How many wait.
    public int waiting() {
        return waiting.get();
    }

    /// Wakes everybody who waits, with an exception, and lets nobody wait any more.
    public void close() {
        closed = true;
        wake();
    }
}
