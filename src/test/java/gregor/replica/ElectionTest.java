package gregor.replica;

import module java.base;

import static gregor.replica.PartitionState.NO_LEADER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElectionTest {
    private static final List<Integer> REPLICAS = List.of(1, 2, 3);

    private int leader = 1;
    private int lastKnownLeader = NO_LEADER;
    private Set<Integer> isr = Set.of();
    private Set<Integer> elr = Set.of();

    private Election elect(boolean unclean, Integer... alive) {
        var epochs = new TreeMap<Integer, Long>();
        List.of(alive).forEach(broker -> epochs.put(broker, 0L));
        return Election.of(REPLICAS,
                new PartitionState(5, leader, 2, 4, new TreeSet<>(isr), new TreeSet<>(elr), lastKnownLeader, epochs),
                unclean);
    }

    @Test
    void theFirstLivingInSyncReplicaIsElected() {
        isr = Set.of(1, 2, 3);
        assertThat(elect(false, 2, 3)).isEqualTo(new Election(2, false));
        assertThat(elect(false, 3)).isEqualTo(new Election(3, false));
    }

    @Test
    void thePresentLeaderStays() {
        leader = 3;
        isr = Set.of(1, 2, 3);
        assertThat(elect(false, 1, 2, 3)).isEqualTo(new Election(3, false));
    }

    @Test
    void aLeaderThatIsNoLongerInSyncDoesNotStay() {
        isr = Set.of(2, 3);
        assertThat(elect(false, 1, 2, 3)).isEqualTo(new Election(2, false));
    }

    @Test
    void aReplicaThatIsNotInSyncIsNotElected() {
        isr = Set.of(1, 3);
        assertThat(elect(false, 2, 3)).isEqualTo(new Election(3, false));
        assertThat(elect(false, 2)).as("nobody in sync is alive").isEqualTo(new Election(NO_LEADER, false));
    }

    @Test
    void eligibleReplicasCountOnlyIfNoneIsInSync() {
        elr = Set.of(2, 3);
        assertThat(elect(false, 2, 3)).isEqualTo(new Election(2, false));
        isr = Set.of(3);
        assertThat(elect(false, 2, 3)).as("3 is in sync").isEqualTo(new Election(3, false));
        assertThat(elect(false, 2)).as("3 is in sync, and dead").isEqualTo(new Election(NO_LEADER, false));
    }

    @Test
    void theLastKnownLeaderReturnsIfNoReplicaHasAllEvents() {
        leader = NO_LEADER;
        lastKnownLeader = 3;
        assertThat(elect(false, 2, 3)).isEqualTo(new Election(3, true));
        elr = Set.of(1);
        assertThat(elect(false, 2, 3)).as("1 has all events, and may return").isEqualTo(new Election(NO_LEADER, false));
    }

    @Test
    void anyLivingReplicaIsElectedUncleanly() {
        leader = NO_LEADER;
        isr = Set.of(1);
        assertThat(elect(true, 2, 3)).isEqualTo(new Election(2, true));
        assertThat(elect(true, 1, 2)).as("1 has all events").isEqualTo(new Election(1, false));
        assertThat(elect(true).leader()).as("nobody is alive").isEqualTo(NO_LEADER);
    }
}
