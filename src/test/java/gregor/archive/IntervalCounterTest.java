package gregor.archive;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.archive.ArchiveSummary.Count;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntervalCounterTest {
    private static Intervals count(long... millis) {
        var counter = new IntervalCounter(millis.length);
        for (long wait : millis) {
            counter.add(wait, 1);
        }
        return counter.waits();
    }

    private static long in(Intervals waits, String step) {
        return waits.spread().stream().filter(count -> count.name().equals(step)).mapToLong(Count::events).sum();
    }

    @Test
    void halfOfAHundredWaitsAreAsLongAsTheFiftieth() {
        var counter = new IntervalCounter(100);
        for (int seconds = 1; seconds <= 100; seconds++) {
            counter.add(1000 * seconds, 1);
        }
        assertThat(counter.waits().median()).as("the median").isEqualTo(Duration.ofSeconds(50));
        assertThat(counter.waits().most()).as("95 of 100").isEqualTo(Duration.ofSeconds(95));
        assertThat(counter.waits().longest()).as("the longest").isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void theMedianOfThreeIsTheSecondAndOfFourToo() {
        assertThat(count(1, 5, 9).median()).isEqualTo(Duration.ofMillis(5));
        assertThat(count(1, 5, 9, 10).median()).isEqualTo(Duration.ofMillis(5));
        assertThat(count(1, 5, 9, 10).most()).as("95 of 100 of four are all four").isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void aWaitThatOccursOftenCountsSoOften() {
        var counter = new IntervalCounter(100);
        counter.add(1, 96);
        counter.add(600_000, 4);
        assertThat(counter.waits().most()).as("95 of 100").isEqualTo(Duration.ofMillis(1));
        assertThat(counter.waits().longest()).as("the longest").isEqualTo(Duration.ofMinutes(10));
        assertThat(in(counter.waits(), "1 s")).as("up to 1 s").isEqualTo(96);
        assertThat(in(counter.waits(), "10 min")).as("up to 10 min").isEqualTo(4);
    }

    @Test
    void aStepEndsWithItsNameAndMayBeEmpty() {
        Intervals waits = count(1000, 1001, 3_600_000, 100L * 24 * 3_600_000);
        assertThat(in(waits, "1 s")).as("up to 1 s").isEqualTo(1);
        assertThat(in(waits, "3 s")).as("up to 3 s").isEqualTo(1);
        assertThat(in(waits, "1 h")).as("up to 1 h").isEqualTo(1);
        assertThat(in(waits, "1 day")).as("up to a day").isZero();
        assertThat(in(waits, "longer")).as("longer").isEqualTo(1);
    }

    @Test
    void noWaitsAreNoTime() {
        assertThat(new IntervalCounter(0).waits().longest()).isEqualTo(Duration.ZERO);
    }
}
