package gregor.replica;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.kafka.ChangedClass;
import org.junit.jupiter.api.Test;
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

    /// Before KIP-966, a leader that had lost its last events could lead again before the controller noticed.
    @Test
    void withoutEligibleLeadersALeaderThatLostEventsLeadsAgain() {
        var explorer = new Explorer(ClusterSettings.of(3).minInsync(2).withoutEligibleLeaders(), 1, 2, STATES);
        assertThat(explorer.explore().orElseThrow().broken()).isEqualTo("acknowledged event a at offset 0 is lost");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            textBlock = """
                    truncates to the high watermark (KIP-101) | BrokerNode | waiting.clear();\\n        fetch(); | waiting.clear(); replica.truncate(replica.highWatermark()); fetch(); | is lost
                    the largest end, not the smallest | HighWatermark | Collections.min(ends) | Collections.max(ends) | is lost
                    elects any living replica | Election | if (complete.contains(replica) && alive.contains(replica)) | if (alive.contains(replica)) | is lost
                    keeps a broker that may have lost events | ControllerNode | if (!request.clean() && settings.eligibleLeaders()) { | if (false) { | is lost
                    adds replicas that lack events | BrokerNode | if (complete && proposed | if (proposed | is lost
                    acknowledges when it leads no more | BrokerNode | Errors.NOT_LEADER_OR_FOLLOWER, -1)); | Errors.NONE, batch.offset())); | is lost
                    forgets producers | Replica | producers.add(leader.batch()); | // | is stored twice
                    """)
    void aPlantedFaultIsFound(String fault, String type, String code, String replacement, String found)
            throws Exception {
        String classPath = ChangedClass.classPath(folder, "gregor.replica." + type, code.replace("\\n", "\n"),
                replacement);
        assertThat(ExplorerProcess.explore(classPath, 1, 2, 300_000).lines().findFirst().orElseThrow()).as(fault)
                .contains(found);
    }
}
