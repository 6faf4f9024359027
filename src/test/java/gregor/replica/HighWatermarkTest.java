package gregor.replica;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HighWatermarkTest {
    @Test
    void theSlowestReplicaDecides() {
        assertThat(HighWatermark.of(List.of(5L, 3L, 4L), 3, 2)).as("ends 5, 3 and 4").isEqualTo(3);
        assertThat(HighWatermark.of(List.of(3L, 5L, 4L), 3, 2)).as("ends 3, 5 and 4").isEqualTo(3);
    }

    @Test
    void aLeaderThatIsAloneDecides() {
        assertThat(HighWatermark.of(List.of(7L), 1, 1)).isEqualTo(7);
    }

    @Test
    void belowTheMinimumNothingBecomesReadable() {
        assertThat(HighWatermark.of(List.of(7L), 1, 2)).as("one in-sync replica of at least two").isZero();
        assertThat(HighWatermark.of(List.of(7L, 6L), 2, 2)).as("two in-sync replicas of at least two").isEqualTo(6);
    }

    @Test
    void aReplicaThatIsBeingAddedCountsButNotForTheMinimum() {
        assertThat(HighWatermark.of(List.of(7L, 2L), 1, 1)).as("its events are needed").isEqualTo(2);
        assertThat(HighWatermark.of(List.of(7L, 2L), 1, 2)).as("it is not in sync yet").isZero();
    }

    @Test
    void aReplicaThatHasNotFetchedYetHasNothing() {
        assertThat(HighWatermark.of(List.of(7L, -1L), 2, 1)).isZero();
    }
}
