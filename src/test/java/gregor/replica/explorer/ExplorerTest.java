package gregor.replica.explorer;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.kafka.ChangedClass;
import gregor.replica.ClusterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplorerTest {
    private static final boolean PROVE = Boolean.getBoolean("gregor.prove");
    private static final int STATES = PROVE ? 1_000_000 : 100_000;

    @TempDir
    private Path folder;

    @Test
    void noScheduleLosesAnAcknowledgedEvent() {
        var explorer = new Explorer(ClusterSettings.of(3).minInsync(2), 4, 2, STATES);
        assertThat(explorer.explore()).isEmpty();
        assertThat(explorer.states()).isGreaterThanOrEqualTo(STATES);
        System.out.println("ExplorerTest: " + explorer.states() + " states, schedules with up to "
                + explorer.differences() + " differences");
    }

    /// Before KIP-966, the last in-sync replica led again, although its disk lacked its last events.
    @Test
    void withoutEligibleLeadersALeaderThatLostEventsLeadsAgain() {
        var explorer = new Explorer(ClusterSettings.of(2).minInsync(2).withoutEligibleLeaders(), 1, 2, STATES);
        assertThat(explorer.explore().orElseThrow().broken()).isEqualTo("acknowledged event a at offset 0 is lost");
    }

    /// Each promise has a fault that breaks it. The worlds of some faults are directed: their schedules have the same
    /// beginning, or differ only by some kinds of actions. A leader that answers followers of another epoch breaks no
    /// promise in three million states: a follower that learns of another epoch fetches again, and ignores the response to
    /// its earlier fetch.
    @ParameterizedTest(name = "{1}, {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            textBlock = """
                    3 2 1 2 300000 | truncates to the high watermark (KIP-101) | BrokerNode | waiting.clear();\\n        fetch(); | waiting.clear(); replica.truncate(replica.highWatermark()); fetch(); | is lost
                    3 2 1 2 300000 | the largest end, not the smallest | HighWatermark | Collections.min(ends) | Collections.max(ends) | is lost
                    3 2 1 2 300000 | elects any living replica | Election | if (complete.contains(replica) && alive.contains(replica)) | if (alive.contains(replica)) | is lost
                    2 2 1 2 300000 | keeps a broker that may have lost events | ControllerNode | if (!request.clean() && settings.eligibleLeaders()) { | if (false) { | is lost
                    3 2 1 2 300000 | acknowledges when it leads no more | BrokerNode | Errors.NOT_LEADER_OR_FOLLOWER, -1)); | Errors.NONE, batch.offset())); | is lost
                    3 2 1 2 300000 | forgets producers | Replica | producers.add(leader.batch()); | // | is stored twice
                    3 2 1 1 300000 | one epoch for all leaders | ControllerNode | (newLeader ? 1 : 0) | 0 | two leaders in epoch 0
                    3 2 1 1 300000 | the epoch of a new leader is smaller | ControllerNode | (newLeader ? 1 : 0) | (newLeader ? -1 : 0) | back to
                    2 2 1 1 300000 | the high watermark moves back | Replica | highWatermark = Math.max(before, Math.min(to, end())); | highWatermark = Math.min(to, end()); | went back in epoch
                    2 1 1 3 600000 FENCE HEARTBEAT CRASH DELIVER FENCE:2 until:AlterPartition REPEAT:0 calm | accepts a proposal about old in-sync replicas | ControllerNode | proposal.partitionEpoch() != state.partitionEpoch() | false | is lost
                    3 2 1 2 300000 | does not truncate | BrokerNode | .ifPresent(leader -> replica.truncate( | .ifPresent(leader -> Math.abs( | stays [
                    """)
    void aPlantedFaultIsFound(String world, String fault, String type, String code, String replacement, String found)
            throws Exception {
        String classPath = ChangedClass.classPath(folder, "gregor.replica." + type, code.replace("\\n", "\n"),
                replacement);
        String report = ExplorerProcess.explore(classPath, world);
        System.out.println("ExplorerTest, " + fault + ": " + report);
        assertThat(report.lines().findFirst().orElseThrow()).as(fault).contains(found);
    }

    /// Faults that only many schedules show.
    @EnabledIfSystemProperty(named = "gregor.prove", matches = "true")
    @ParameterizedTest(name = "{1}, {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            textBlock = """
                    3 2 1 2 900000 | adds replicas that lack events | BrokerNode | if (complete && proposed | if (proposed | is lost
                    3 2 1 3 900000 FAIL_POWER RESTART DELIVER CRASH SEND:0 calm FENCE:2 until:AlterPartition HOLD:0 | does not compare broker epochs (KIP-903) | ControllerNode | member.getValue().equals(state.alive().get(member.getKey())) | state.alive().containsKey(member.getKey()) | is lost
                    """)
    void aRarePlantedFaultIsFound(String world, String fault, String type, String code, String replacement,
            String found) throws Exception {
        aPlantedFaultIsFound(world, fault, type, code, replacement, found);
    }
}
