package gregor.kafka;

import module java.base;

/// Wakes a thread that waits for one of several events. Any thread may signal; one thread at a time may wait.
final class WakeupSignal implements Runnable {
    private final Semaphore signal = new Semaphore(0);

    /// Signals. Signals between two waits count as one.
    @Override
    public void run() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    /// Waits for a signal since the last wait; false if the deadline passes first.
    ///
    /// @param deadline by [System#nanoTime()]
    boolean await(long deadline) {
        try {
            boolean signalled = signal.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            signal.drainPermits();
            return signalled;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
