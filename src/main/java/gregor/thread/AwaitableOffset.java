package gregor.thread;

import module java.base;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/// A number that only rises, and that threads can wait for.
///
/// Any thread may read it and wait for it. One thread at a time may raise it.
public final class AwaitableOffset {
    private final AtomicReference<CountDownLatch> next = new AtomicReference<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong value;
    private volatile boolean closed;

    public AwaitableOffset(long value) {
        this.value = new AtomicLong(value);
    }

    /// Returns the current value.
    ///
    /// @throws LogClosedException if it is closed
    public long value() {
        check();
        return value.get();
    }

    /// Checks that it is open.
    ///
    /// @throws LogClosedException if it is closed
    public void check() {
        if (closed) {
            throw new LogClosedException();
        }
    }

    /// Raises the value and wakes all waiting threads. A lower value changes nothing.
    public void rise(long to) {
        if (raise(to)) {
            VarHandle.fullFence();
            wake();
        }
    }

    /// Raises the value without waking a thread, and returns whether it has risen. Before the caller calls [#wake()],
    /// it must release a lock, or otherwise order the writes before this call and the reads after it.
    public boolean raise(long to) {
        if (to <= value.getPlain()) {
            return false;
        }
        value.setRelease(to);
        return true;
    }

    /// Opens the latch at which all waiting threads wait. They wake one another: this call takes as long for one
    /// thread as for a thousand.
    public void wake() {
        CountDownLatch latch = next.get();
        if (latch != null && next.compareAndSet(latch, null)) {
            latch.countDown();
        }
    }

    /// Waits until the value is greater than `beyond`, at most for `timeout`, and returns whether it is.
    ///
    /// @throws LogClosedException      if it is closed, before or during the wait
    /// @throws LogInterruptedException if this thread is interrupted during the wait
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

    /// Takes the latch first and reads the value then: a rise in between opens this latch.
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

    public int waiting() {
        return waiting.get();
    }

    /// Ends every wait, present or future, with a [LogClosedException].
    public void close() {
        closed = true;
        wake();
    }
}
