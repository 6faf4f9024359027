package gregor.deque;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ForwardingLog;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.Origin;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static Log logOf(int events) {
        Log log = new DequeLog();
        for (int i = 0; i < events; i++) {
            log.append(Event.of("12345").at(NOON.plusSeconds(i)));
        }
        return log;
    }

    @Test
    void countLetsTheFirstTenOfTwentyOneLeave() {
        Retention retention = Retention.count(20, 10);
        assertThat(retention.firstRetainedOffset(logOf(20), NOON)).isZero();
        assertThat(retention.firstRetainedOffset(logOf(21), NOON)).isEqualTo(10);
        assertThat(retention.firstRetainedOffset(logOf(30), NOON)).isEqualTo(10);
        assertThat(retention.firstRetainedOffset(logOf(31), NOON)).isEqualTo(20);
    }

    @Test
    void aLargeBatchMayPushOutSeveralTimesAsMany() {
        assertThat(Retention.count(20, 10).firstRetainedOffset(logOf(57), NOON)).isEqualTo(40);
    }

    @Test
    void countStartsFromWhereTheLogStarts() {
        Log log = logOf(30);
        log.deleteBefore(5);
        assertThat(Retention.count(20, 10).firstRetainedOffset(log, NOON)).isEqualTo(15);
    }

    @Test
    void countRetainsAllOfALogThatIsNotTooLong() {
        for (int events = 0; events <= 20; events++) {
            Log log = logOf(events + 15);
            log.deleteBefore(15);
            for (int step : new int[]{1, 10, 20}) {
                assertThat(Retention.count(20, step).firstRetainedOffset(log, NOON))
                        .as("%d events from offset 15 on, at most 20, steps of %d", events, step).isEqualTo(15);
            }
        }
    }

    @Test
    void countCountsOffsetsAndNotEvents() {
        Log log = logOf(31);
        List<Entry> all = log.entries(0);
        log.replace(31, List.of(new ListBatch(Origin.UNKNOWN, List.of(all.getFirst(), all.getLast()))));
        assertThat(Retention.count(20, 10).firstRetainedOffset(log, NOON)).as("two events, 31 offsets").isEqualTo(20);
    }

    @Test
    void countCountsMoreThanAnIntHolds() {
        long large = 1L << 33;
        Log log = new ForwardingLog<>(new ListLog()) {
            @Override
            public long end() {
                return large;
            }
        };
        assertThat(Retention.count(3, 1).firstRetainedOffset(log, NOON)).isEqualTo(large - 3);
    }

    @Test
    void ageLetsLeaveWhatIsOlderAndNotWhatIsJustAsOld() {
        Retention retention = Retention.age(Duration.ofSeconds(10));
        assertThat(retention.firstRetainedOffset(logOf(5), NOON.plusSeconds(10))).isZero();
        assertThat(retention.firstRetainedOffset(logOf(5), NOON.plusSeconds(12))).isEqualTo(2);
        assertThat(retention.firstRetainedOffset(logOf(5), NOON.plusSeconds(99))).isEqualTo(5);
    }

    @Test
    void theYoungestEventOfABatchDecidesItsAge() {
        Log log = new DequeLog();
        log.append(ListBatch.of(Event.of("young").at(NOON), Event.of("old").at(NOON.minusSeconds(100))));
        assertThat(Retention.age(Duration.ofSeconds(10)).firstRetainedOffset(log, NOON.plusSeconds(5))).isZero();
    }

    @Test
    void anOldEventBehindAYoungOneWaits() {
        Log log = new DequeLog();
        log.append(Event.of("young").at(NOON));
        log.append(Event.of("old").at(NOON.minusSeconds(100)));
        assertThat(Retention.age(Duration.ofSeconds(10)).firstRetainedOffset(log, NOON)).isZero();
    }

    @Test
    void whatHasNoTimestampHasNoAge() {
        Log log = new DequeLog();
        log.append(Event.of("a"));
        assertThat(Retention.age(Duration.ofSeconds(10)).firstRetainedOffset(log, NOON)).isZero();
    }

    @Test
    void whatHappenedAtTheVeryBeginningOfTimeHasAnAge() {
        Log log = new DequeLog();
        log.append(Event.of("a").at(Instant.EPOCH));
        assertThat(Retention.age(Duration.ofSeconds(10)).firstRetainedOffset(log, NOON)).isEqualTo(1);
    }

    @Test
    void oneOrAllMayLeaveAtATime() {
        assertThat(Retention.count(5, 1).firstRetainedOffset(logOf(6), NOON)).isEqualTo(1);
        assertThat(Retention.count(5, 5).firstRetainedOffset(logOf(6), NOON)).isEqualTo(5);
    }

    @Test
    void bytesKeepsThatMuchAndNotABatchMore() {
        assertThat(Retention.bytes(15).firstRetainedOffset(logOf(3), NOON)).isZero();
        assertThat(Retention.bytes(15).firstRetainedOffset(logOf(4), NOON)).isEqualTo(1);
        assertThat(Retention.bytes(14).firstRetainedOffset(logOf(4), NOON)).isEqualTo(1);
        assertThat(Retention.bytes(16).firstRetainedOffset(logOf(4), NOON)).isZero();
        assertThat(Retention.bytes(0).firstRetainedOffset(logOf(4), NOON)).isEqualTo(4);
    }

    @Test
    void foreverKeepsAllAndOrTakesTheStricter() {
        Log log = logOf(30);
        assertThat(Retention.forever().firstRetainedOffset(log, NOON)).isZero();
        Log shorter = logOf(30);
        shorter.deleteBefore(5);
        assertThat(Retention.forever().firstRetainedOffset(shorter, NOON)).as("what has left already").isEqualTo(5);
        assertThat(Retention.bytes(100).or(Retention.count(20, 5)).firstRetainedOffset(log, NOON)).isEqualTo(10);
        assertThat(Retention.count(28, 5).or(Retention.bytes(75)).firstRetainedOffset(log, NOON)).isEqualTo(15);
    }

    @Test
    void onAnEmptyLogNothingLeaves() {
        Log log = new DequeLog();
        assertThat(Retention.count(20, 10).or(Retention.bytes(0)).or(Retention.age(Duration.ZERO))
                .firstRetainedOffset(log, NOON)).isZero();
    }

    @Test
    void moreCannotLeaveThanThereAre() {
        assertThatThrownBy(() -> Retention.count(5, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Retention.count(5, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
