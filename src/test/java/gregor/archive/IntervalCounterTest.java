package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.archive.ArchiveSummary.Count;
import gregor.archive.ArchiveSummary.Intervals;
import org.junit.jupiter.api.Test;

class IntervalCounterTest {
    private static Intervals count(long... millis) {
        var counter = new IntervalCounter(millis.length);
        for (long interval : millis) {
            counter.add(interval, 1);
        }
        return counter.intervals();
    }

    private static long in(Intervals intervals, String step) {
        return intervals.spread().stream().filter(count -> count.name().equals(step)).mapToLong(Count::events).sum();
    }

    @Test
    void theMedianOfAHundredIntervalsIsTheFiftieth() {
        var counter = new IntervalCounter(100);
        for (int seconds = 1; seconds <= 100; seconds++) {
            counter.add(1000 * seconds, 1);
        }
        assertThat(counter.intervals().median()).as("the median").isEqualTo(Duration.ofSeconds(50));
        assertThat(counter.intervals().most()).as("95 of 100").isEqualTo(Duration.ofSeconds(95));
        assertThat(counter.intervals().longest()).as("the longest").isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void theMedianOfThreeIsTheSecondAndOfFourToo() {
        assertThat(count(1, 5, 9).median()).isEqualTo(Duration.ofMillis(5));
        assertThat(count(1, 5, 9, 10).median()).isEqualTo(Duration.ofMillis(5));
        assertThat(count(1, 5, 9, 10).most()).as("95 of 100 of four are all four").isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void anIntervalCountsAsOftenAsItOccurs() {
        var counter = new IntervalCounter(100);
        counter.add(1, 96);
        counter.add(600_000, 4);
        assertThat(counter.intervals().most()).as("95 of 100").isEqualTo(Duration.ofMillis(1));
        assertThat(counter.intervals().longest()).as("the longest").isEqualTo(Duration.ofMinutes(10));
        assertThat(in(counter.intervals(), "1 s")).as("up to 1 s").isEqualTo(96);
        assertThat(in(counter.intervals(), "10 min")).as("up to 10 min").isEqualTo(4);
    }

    @Test
    void aStepEndsWithItsNameAndMayBeEmpty() {
        Intervals intervals = count(1000, 1001, 3_600_000, 100L * 24 * 3_600_000);
        assertThat(in(intervals, "1 s")).as("up to 1 s").isEqualTo(1);
        assertThat(in(intervals, "3 s")).as("up to 3 s").isEqualTo(1);
        assertThat(in(intervals, "1 h")).as("up to 1 h").isEqualTo(1);
        assertThat(in(intervals, "1 day")).as("up to a day").isZero();
        assertThat(in(intervals, "longer")).as("longer").isEqualTo(1);
    }

    @Test
    void withoutIntervalsAllFiguresAreZero() {
        assertThat(new IntervalCounter(0).intervals().longest()).isEqualTo(Duration.ZERO);
    }
}
