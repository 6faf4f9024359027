package gregor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeupSignalTest {
    private final WakeupSignal bell = new WakeupSignal();

    private static long in(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void whoWaitsIsWoken() throws InterruptedException {
        var heard = new boolean[1];
        Thread waiting = Thread.startVirtualThread(() -> heard[0] = bell.await(in(20_000)));
        while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        bell.run();
        waiting.join();
        assertThat(heard[0]).isTrue();
    }

    @Test
    void itMayRingBeforeAnybodyWaits() {
        bell.run();
        assertThat(bell.await(in(20_000))).as("it has rung already").isTrue();
    }

    @Test
    void ringingManyTimesWakesOnce() {
        for (int i = 0; i < 1000; i++) {
            bell.run();
        }
        assertThat(bell.await(in(20_000))).isTrue();
        assertThat(bell.await(in(5))).as("a second time").isFalse();
    }

    @Test
    void whenTheTimeIsOverNobodyHasRung() {
        assertThat(bell.await(in(5))).isFalse();
        assertThat(bell.await(in(-5))).isFalse();
    }

    @Test
    void whoIsInterruptedStopsWaitingAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(bell.await(in(20_000))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
