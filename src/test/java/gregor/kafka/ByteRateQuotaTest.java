package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Properties of a quota, whatever it counts.
class ByteRateQuotaTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private static Instant after(long millis) {
        return START.plusMillis(millis);
    }

    @Test
    void aBurstIsFreeAndTheRestTakesItsTime() {
        var quota = new ByteRateQuota(1000, 5000, START);
        assertThat(quota.record(5000, START)).as("the burst").isZero();
        assertThat(quota.record(2000, START)).as("2000 bytes more").isEqualTo(2000);
        assertThat(quota.record(1000, after(2000))).as("1000 bytes after the wait").isEqualTo(1000);
    }

    @Test
    void aRequestLargerThanTheBurstIsProcessed() {
        assertThat(new ByteRateQuota(1000, 10, START).record(1 << 20, START)).isEqualTo((1 << 20) - 10);
        assertThat(new ByteRateQuota(1000, 0, START).record(500, START)).as("without a burst").isEqualTo(500);
    }

    /// A client that does not wait cannot send faster: its waits add up.
    @Test
    void theWaitsOfAnImpatientClientAddUp() {
        var quota = new ByteRateQuota(100, 0, START);
        for (int i = 1; i <= 20; i++) {
            assertThat(quota.record(100, START)).as("request %d of 100 bytes at once", i).isEqualTo(i * 1000L);
        }
        assertThat(quota.record(0, after(5000))).as("5 s later").isEqualTo(15_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aClientThatWaitsSendsExactlyAtTheRate(long seed) {
        var random = new Random(seed);
        long rate = 1 + random.nextInt(5000);
        long burst = random.nextInt(20_000);
        var quota = new ByteRateQuota(rate, burst, START);
        long millis = 0;
        long sent = 0;
        for (int i = 0; i < 3000; i++) {
            long bytes = random.nextInt(seed % 2 == 0 ? 3 : 3000);
            millis += quota.record(bytes, after(millis));
            sent += bytes;
            assertThat(millis).as("seed %d: %d bytes at %d bytes/s after a burst of %d, in ms", seed, sent, rate, burst)
                    .isEqualTo(Math.ceilDiv(Math.max(0, sent - burst) * 1000, rate));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noIntervalHasMoreThanTheBurstAndTheRate(long seed) {
        var random = new Random(seed);
        var quota = new ByteRateQuota(1000, 3000, START);
        var times = new ArrayList<Long>();
        var sizes = new ArrayList<Integer>();
        long millis = 0;
        for (int i = 0; i < 300; i++) {
            times.add(millis);
            sizes.add(random.nextInt(2000));
            millis += quota.record(sizes.getLast(), after(millis))
                    + (random.nextInt(5) == 0 ? random.nextInt(9000) : 0);
        }
        for (int from = 0; from < times.size(); from++) {
            long bytes = 0;
            for (int to = from; to < times.size(); to++) {
                long allowed = 3000 + times.get(to) - times.get(from);
                assertThat(bytes).as("seed %d: the bytes of requests %d to %d, before the last", seed, from, to)
                        .isLessThanOrEqualTo(allowed);
                bytes += sizes.get(to);
            }
        }
    }

    @Test
    void aClientThatDoesNothingSavesNoMoreThanTheBurst() {
        for (Duration idle : List.of(Duration.ofSeconds(10), Duration.ofDays(365), Duration.ofDays(365_000))) {
            var quota = new ByteRateQuota(1L << 40, 5000, START);
            quota.record(5000, START);
            assertThat(quota.record(5000, START.plus(idle))).as("the burst after %s", idle).isZero();
            assertThat(quota.record(1L << 40, START.plus(idle))).as("a second's bytes after %s", idle).isEqualTo(1000);
        }
    }

    @Test
    void aClockThatJumpsBackSavesNothing() {
        var quota = new ByteRateQuota(1000, 0, after(10_000));
        assertThat(quota.record(1000, after(10_000))).isEqualTo(1000);
        assertThat(quota.record(0, after(4000))).as("6 s back").isEqualTo(1000);
        assertThat(quota.record(0, after(10_000))).as("and forth again").isEqualTo(1000);
        assertThat(quota.record(0, after(10_400))).as("400 ms later").isEqualTo(600);
    }
}
