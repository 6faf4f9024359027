package gregor.deque;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Properties of a retention by days.
class DayRetentionTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");

    private static Log logOf(Instant... times) {
        Log log = new DequeLog();
        for (Instant time : times) {
            log.append(Event.of("v").at(time));
        }
        return log;
    }

    private static long first(int days, Log log, Instant now) {
        return new DayRetention(days).firstRetainedOffset(log, now);
    }

    @Test
    void aDayEndsAtMidnightAndNotAfter24Hours() {
        Log log = logOf(MIDNIGHT.minusMillis(1), MIDNIGHT);
        assertThat(first(1, log, MIDNIGHT)).as("one millisecond after the event").isEqualTo(1);
        assertThat(first(1, log, MIDNIGHT.plus(Duration.ofHours(24)).minusMillis(1))).isEqualTo(1);
        assertThat(first(1, log, MIDNIGHT.plus(Duration.ofHours(24)))).isEqualTo(2);
    }

    @Test
    void twoDaysAreTodayAndYesterday() {
        Log log = logOf(MIDNIGHT.minus(Duration.ofDays(2)), MIDNIGHT.minus(Duration.ofDays(1)), MIDNIGHT);
        assertThat(first(2, log, MIDNIGHT.plusSeconds(60))).isEqualTo(1);
        assertThat(first(3, log, MIDNIGHT.plusSeconds(60))).isZero();
    }

    @Test
    void whatHasNoTimestampIsRetained() {
        Log log = new DequeLog();
        log.append(Event.of("a"));
        assertThat(first(1, log, MIDNIGHT)).isZero();
        assertThat(first(1, logOf(Instant.EPOCH), MIDNIGHT)).as("1970 is a time").isEqualTo(1);
    }

    @Test
    void allEventsOfYesterdayExpireAtOnce() {
        Log log = logOf(Collections.nCopies(5000, MIDNIGHT.minusMillis(1)).toArray(Instant[]::new));
        assertThat(first(1, log, MIDNIGHT)).as("5000 events of yesterday").isEqualTo(5000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void onlyWholeOldBatchesExpireAndFromTheStartOn(long seed) {
        var random = new Random(seed);
        Log log = new DequeLog();
        for (int i = 0; i < 100; i++) {
            log.append(ListBatch.of(Origin.UNKNOWN,
                    IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(
                            event -> Event.of("v").at(MIDNIGHT.plus(Duration.ofMinutes(random.nextInt(5 * 24 * 60)))))
                            .toList()));
        }
        log.deleteBefore(random.nextInt(20));
        int days = 1 + random.nextInt(3);
        long before = log.start();
        for (int hour = 0; hour < 9 * 24; hour += 5) {
            Instant now = MIDNIGHT.plus(Duration.ofHours(hour));
            long upTo = first(days, log, now);
            String what = "seed %d, %d days, at %s".formatted(seed, days, now);
            assertThat(upTo).as(what).isBetween(before, log.end());
            Instant today = now.minus(Duration.ofHours(hour % 24));
            long oldest = today.minus(Duration.ofDays(days - 1)).toEpochMilli();
            for (Batch batch : log.read(log.start(), Integer.MAX_VALUE)) {
                if (batch.lastOffset() < upTo) {
                    assertThat(batch.maxTimestamp()).as("%s: the batch that ends at %d", what, batch.lastOffset())
                            .isLessThan(oldest);
                } else {
                    assertThat(batch.maxTimestamp()).as("%s: the first batch that is retained", what)
                            .isGreaterThanOrEqualTo(oldest);
                    break;
                }
            }
            log.deleteBefore(upTo);
            assertThat(first(days, log, now)).as("%s, after the deletion", what).isEqualTo(log.start());
            before = upTo;
        }
        assertThat(before).as("seed %d: nine days later", seed).isEqualTo(log.end());
    }
}
