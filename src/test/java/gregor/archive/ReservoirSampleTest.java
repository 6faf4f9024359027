package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Entry;
import gregor.list.Event;
import org.junit.jupiter.api.Test;

/// Properties of a sample, whatever the algorithm.
class ReservoirSampleTest {
    private static final int ROUNDS = 20_000;

    private static List<Long> sample(int size, int events, long seed) {
        var sample = new ReservoirSample(size, new SplittableRandom(seed));
        for (int offset = 0; offset < events; offset++) {
            sample.add(new Entry(offset, Event.of("v")));
        }
        return sample.entries().stream().map(Entry::offset).toList();
    }

    @Test
    void aFewEventsAreAllInTheSample() {
        assertThat(sample(5, 0, 1)).as("none of 0 events").isEmpty();
        assertThat(sample(5, 4, 1)).as("5 of 4 events").containsExactly(0L, 1L, 2L, 3L);
        assertThat(sample(5, 5, 1)).as("5 of 5 events").containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(sample(0, 5, 1)).as("0 of 5 events").isEmpty();
    }

    @Test
    void itHasTheWantedNumberOfDifferentEventsInTheirOrder() {
        for (int events = 5; events < 200; events++) {
            assertThat(sample(5, events, events)).as("5 of %d events, seed %d", events, events).hasSize(5).isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    /// Expected are 6,000; the standard deviation is 65.
    @Test
    void eachEventIsEquallyLikely() {
        int[] counts = new int[10];
        for (int seed = 0; seed < ROUNDS; seed++) {
            sample(3, 10, seed).forEach(offset -> counts[offset.intValue()]++);
        }
        for (int offset = 0; offset < counts.length; offset++) {
            assertThat(counts[offset]).as("samples of 3 of 10 events, of %d, with offset %d", ROUNDS, offset)
                    .isBetween(5_600, 6_400);
        }
    }

    /// Expected are 2,000; the standard deviation is 42.
    @Test
    void eachPairIsEquallyLikely() {
        var counts = new HashMap<List<Long>, Integer>();
        for (int seed = 0; seed < ROUNDS; seed++) {
            counts.merge(sample(2, 5, seed), 1, Integer::sum);
        }
        assertThat(counts).hasSize(10);
        counts.forEach((pair, count) -> assertThat(count).as("samples of 2 of 5 events, of %d, with %s", ROUNDS, pair)
                .isBetween(1_750, 2_250));
    }

    @Test
    void theGivenRandomNumbersAreItsOnlyChance() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(sample(10, 1000, seed)).as("seed %d, again", seed).isEqualTo(sample(10, 1000, seed));
        }
    }

    @Test
    void aSampleThatWasReturnedDoesNotChange() {
        var sample = new ReservoirSample(1, new Random(1));
        sample.add(new Entry(0, Event.of("a")));
        List<Entry> before = sample.entries();
        for (int offset = 1; offset < 1000; offset++) {
            sample.add(new Entry(offset, Event.of("b")));
        }
        assertThat(before).hasToString("[0:a]");
        assertThat(sample.entries()).as("one of 1000 events").isNotEqualTo(before);
    }
}
