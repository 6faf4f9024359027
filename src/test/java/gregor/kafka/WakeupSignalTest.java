package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakeupSignalTest {
    private final WakeupSignal wakeup = new WakeupSignal();

    private static long in(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void aSignalWakesAWaitingThread() throws InterruptedException {
        var heard = new boolean[1];
        Thread waiting = Thread.startVirtualThread(() -> heard[0] = wakeup.await(in(20_000)));
        while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        wakeup.run();
        waiting.join();
        assertThat(heard[0]).isTrue();
    }

    @Test
    void aSignalBeforeTheWaitCounts() {
        wakeup.run();
        assertThat(wakeup.await(in(20_000))).as("it was signalled before").isTrue();
    }

    @Test
    void manySignalsWakeOnce() {
        for (int i = 0; i < 1000; i++) {
            wakeup.run();
        }
        assertThat(wakeup.await(in(20_000))).isTrue();
        assertThat(wakeup.await(in(5))).as("a second time").isFalse();
    }

    @Test
    void theDeadlineEndsTheWait() {
        assertThat(wakeup.await(in(5))).isFalse();
        assertThat(wakeup.await(in(-5))).isFalse();
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();
        assertThat(wakeup.await(in(20_000))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
