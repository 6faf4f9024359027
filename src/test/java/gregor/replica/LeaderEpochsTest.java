package gregor.replica;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaderEpochsTest {
    /// Returns epochs from pairs of an epoch and its first offset.
    private static LeaderEpochs epochs(int... pairs) {
        var epochs = new LeaderEpochs();
        for (int i = 0; i < pairs.length; i += 2) {
            epochs.assign(pairs[i], pairs[i + 1]);
        }
        return epochs;
    }

    @Test
    void anEpochBeginsOnce() {
        LeaderEpochs epochs = epochs(0, 0, 2, 5, 2, 7, 1, 9);
        assertThat(epochs).hasToString("{0=0, 2=5}");
        assertThat(epochs.latest()).isEqualTo(2);
        assertThat(epochs().latest()).as("of none").isEqualTo(-1);
    }

    @Test
    void eachEventHasTheEpochThatBeganLast() {
        LeaderEpochs epochs = epochs(1, 3, 2, 5);
        assertThat(epochs.at(2)).isEqualTo(-1);
        assertThat(epochs.at(3)).isEqualTo(1);
        assertThat(epochs.at(4)).isEqualTo(1);
        assertThat(epochs.at(5)).isEqualTo(2);
        assertThat(epochs.at(99)).isEqualTo(2);
    }

    @Test
    void anEpochEndsWhereTheNextOneBegins() {
        LeaderEpochs epochs = epochs(0, 0, 1, 3, 2, 5);
        assertThat(epochs.endOf(0, 8)).isEqualTo(new EpochEnd(0, 3));
        assertThat(epochs.endOf(1, 8)).isEqualTo(new EpochEnd(1, 5));
        assertThat(epochs.endOf(2, 8)).as("the latest epoch ends with the log").isEqualTo(new EpochEnd(2, 8));
    }

    @Test
    void anEpochWithoutEventsEndsWhereTheOneBeforeItEnds() {
        LeaderEpochs epochs = epochs(0, 0, 3, 4);
        assertThat(epochs.endOf(2, 8)).isEqualTo(new EpochEnd(0, 4));
        assertThat(epochs(3, 4).endOf(2, 8)).as("no epoch is before 2").isEqualTo(new EpochEnd(2, 4));
        assertThat(epochs.endOf(4, 8)).as("4 is later than all").isEqualTo(EpochEnd.UNKNOWN);
    }

    @Test
    void aFollowerKeepsNoMoreOfAnEpochThanTheLeaderHas() {
        assertThat(epochs(0, 0).divergence(new EpochEnd(0, 1), 3)).as("the leader's epoch 0 ends at 1").isEqualTo(1);
        assertThat(epochs(0, 0).divergence(new EpochEnd(0, 9), 3)).as("the follower's log ends at 3").isEqualTo(3);
    }

    @Test
    void eventsOfAnEpochThatTheLeaderDoesNotHaveGo() {
        LeaderEpochs follower = epochs(0, 0, 1, 2);
        assertThat(follower.divergence(new EpochEnd(0, 4), 6)).as("the follower's epoch 0 ends at 2").isEqualTo(2);
        assertThat(follower.divergence(new EpochEnd(1, 4), 6)).as("epoch 1 ends at 4").isEqualTo(4);
    }

    @Test
    void aFollowerThatKnowsNoLaterEpochKeepsWhatTheLeaderHas() {
        assertThat(epochs().divergence(new EpochEnd(2, 4), 6)).as("without epochs").isEqualTo(4);
    }

    @Test
    void truncatingForgetsTheEpochsBehindTheEnd() {
        LeaderEpochs epochs = epochs(0, 0, 1, 3, 2, 5);
        epochs.truncate(3);
        assertThat(epochs).hasToString("{0=0}");
        epochs.assign(4, 3);
        assertThat(epochs).hasToString("{0=0, 4=3}");
    }
}
