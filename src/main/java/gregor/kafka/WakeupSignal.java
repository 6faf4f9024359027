package gregor.kafka;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes a thread that waits for one of many things. Anybody may ring it; one thread at a time may wait.
final class WakeupSignal implements Runnable {
    private final Semaphore rung = new Semaphore(0);

    /// Rings.
    @Override
    public void run() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /// Waits until it rings, or has rung since somebody waited last; false if the time is over first.
    ///
    /// @param deadline by [System#nanoTime()]
    boolean await(long deadline) {
        try {
            boolean heard = rung.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            rung.drainPermits();
            return heard;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
