package gregor.replica;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.replica.Cluster.Pending;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ClusterTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static Cluster cluster(int brokers, int minInsync) {
        return new Cluster(ClusterSettings.of(brokers).minInsync(minInsync));
    }

    private static void send(Cluster cluster, ClusterProducer producer, String... texts) {
        for (String text : texts) {
            producer.send(text);
            assertThat(cluster.runUntil(() -> producer.waiting() == 0, LIMIT)).as("%s is acknowledged", text).isTrue();
        }
    }

    @Test
    void allInSyncReplicasHaveAnAcknowledgedEvent() {
        Cluster cluster = cluster(3, 1);
        ClusterProducer ann = cluster.producer("Ann", Acks.ALL);
        send(cluster, ann, "a", "b", "c");
        assertThat(ann.acknowledged()).containsEntry("a", 0L).containsEntry("c", 2L);
        cluster.brokers().values()
                .forEach(broker -> assertThat(broker.replica().texts()).containsExactly("a", "b", "c"));
        assertThat(cluster.broker(1).replica().highWatermark()).isEqualTo(3);
    }

    @Test
    void anotherBrokerLeadsWhenTheLeaderDies() {
        Cluster cluster = cluster(3, 2);
        ClusterProducer ann = cluster.producer("Ann", Acks.ALL);
        ClusterConsumer cid = cluster.consumer("Cid");
        send(cluster, ann, "a", "b");
        cluster.crash(1);
        send(cluster, ann, "c");
        cluster.run(Duration.ofSeconds(10));
        assertThat(cluster.state().leader()).isEqualTo(2);
        assertThat(cluster.state().leaderEpoch()).isEqualTo(1);
        assertThat(cid.read()).containsExactly("a", "b", "c");
        cluster.restart(1);
        cluster.run(Duration.ofSeconds(10));
        assertThat(cluster.state().isr()).containsExactly(1, 2, 3);
        assertThat(cluster.broker(1).replica().texts()).containsExactly("a", "b", "c");
        assertThat(cluster.invariants().broken()).isEmpty();
    }

    @Test
    void anEventThatOnlyTheLeaderAcknowledgedIsLostWithIt() {
        Cluster cluster = cluster(3, 1);
        ClusterProducer ann = cluster.producer("Ann", Acks.LEADER);
        send(cluster, ann, "a");
        cluster.run(Duration.ofSeconds(1));
        cluster.network().part(List.of(1), List.of(2, 3));
        send(cluster, ann, "b");
        cluster.crash(1);
        cluster.run(Duration.ofSeconds(15));
        cluster.network().heal();
        cluster.restart(1);
        cluster.run(Duration.ofSeconds(15));
        assertThat(cluster.broker(2).replica().texts()).containsExactly("a");
        assertThat(cluster.broker(1).replica().texts()).as("the old leader has truncated").containsExactly("a");
    }

    @Test
    void aSlowFollowerLeavesTheInSyncReplicasAndReturns() {
        Cluster cluster = cluster(3, 2);
        ClusterProducer ann = cluster.producer("Ann", Acks.ALL);
        send(cluster, ann, "a");
        cluster.network().cut(3, 1);
        ann.send("b");
        cluster.run(Duration.ofSeconds(10));
        assertThat(ann.acknowledged()).as("acks=all waits for all in-sync replicas").doesNotContainKey("b");
        cluster.run(Duration.ofSeconds(60));
        assertThat(cluster.state().isr()).containsExactly(1, 2);
        assertThat(ann.acknowledged()).containsKey("b");
        cluster.network().heal();
        cluster.run(Duration.ofSeconds(5));
        assertThat(cluster.state().isr()).containsExactly(1, 2, 3);
        assertThat(cluster.metrics().isrShrinks()).isEqualTo(1);
    }

    /// A proposal arrives twice, and the refusal of the second reaches the leader before the new state: the leader must
    /// wait for the follower that is in sync now.
    @Test
    void aRefusalDoesNotEndAProposalThatWasAcceptedBefore() {
        Cluster cluster = cluster(2, 1);
        ClusterProducer ann = cluster.producer("Ann", Acks.ALL);
        cluster.crash(2);
        cluster.run(Duration.ofSeconds(20));
        cluster.restart(2);
        cluster.runUntil(() -> cluster.broker(1).isProposing(), LIMIT);
        Pending proposal = next(cluster, Message.AlterPartition.class);
        cluster.deliver(proposal);
        assertThat(cluster.state().isr()).containsExactly(1, 2);
        cluster.deliver(proposal);
        cluster.deliver(next(cluster, Message.AlterPartitionRefused.class));
        assertThat(cluster.broker(1).isProposing()).isTrue();
        send(cluster, ann, "a");
        assertThat(cluster.broker(2).replica().texts()).containsExactly("a");
        assertThat(cluster.invariants().broken()).isEmpty();
    }

    private static Pending next(Cluster cluster, Class<?> type) {
        return cluster.pending().stream().filter(message -> type.isInstance(message.message())).findFirst()
                .orElseThrow();
    }

    @Test
    void aLeaderRefusesWithTooFewInSyncReplicas() {
        Cluster cluster = cluster(3, 2);
        ClusterProducer ann = cluster.producer("Ann", Acks.ALL);
        cluster.crash(2);
        cluster.crash(3);
        cluster.run(Duration.ofSeconds(15));
        ann.send("a");
        cluster.run(Duration.ofSeconds(1));
        assertThat(ann.errors()).contains(Errors.NOT_ENOUGH_REPLICAS);
        cluster.restart(2);
        assertThat(cluster.runUntil(() -> ann.waiting() == 0, LIMIT)).isTrue();
    }

    @Test
    void anOldLeaderBehindAPartitionCannotAcknowledge() {
        Cluster cluster = cluster(3, 2);
        ClusterProducer ann = cluster.producer("Ann", Acks.ALL);
        send(cluster, ann, "a");
        cluster.network().part(List.of(1), List.of(0, 2, 3));
        cluster.run(Duration.ofSeconds(12));
        assertThat(cluster.broker(1).isLeader()).isTrue();
        assertThat(cluster.broker(2).isLeader()).isTrue();
        ann.send("b");
        cluster.run(Duration.ofSeconds(5));
        assertThat(cluster.broker(1).replica().toString()).isEqualTo("a [b]");
        assertThat(ann.waiting()).isEqualTo(1);
        cluster.network().heal();
        cluster.run(Duration.ofSeconds(40));
        assertThat(ann.acknowledged()).containsEntry("b", 1L);
        assertThat(cluster.broker(1).isLeader()).isFalse();
        assertThat(cluster.invariants().broken()).isEmpty();
    }

    @Test
    void aResentBatchIsStoredOnceAlsoByANewLeader() {
        Cluster cluster = cluster(3, 2);
        ClusterProducer ann = cluster.producer("Ann", Acks.ALL);
        cluster.network().cut(1, -1);
        ann.send("a");
        cluster.run(Duration.ofSeconds(1));
        assertThat(cluster.broker(3).replica().texts()).containsExactly("a");
        cluster.crash(1);
        cluster.network().heal();
        cluster.run(Duration.ofSeconds(60));
        assertThat(ann.acknowledged()).containsEntry("a", 0L);
        assertThat(cluster.broker(2).replica().texts()).containsExactly("a");
    }

    @Test
    void anUncleanElectionLosesAcknowledgedEvents() {
        Cluster cluster = new Cluster(ClusterSettings.of(2).unclean().withoutEligibleLeaders());
        ClusterProducer ann = cluster.producer("Ann", Acks.ALL);
        send(cluster, ann, "a");
        cluster.crash(2);
        cluster.run(Duration.ofSeconds(12));
        send(cluster, ann, "b");
        cluster.crash(1);
        cluster.run(Duration.ofSeconds(12));
        cluster.restart(2);
        cluster.run(Duration.ofSeconds(12));
        assertThat(cluster.state().leader()).isEqualTo(2);
        assertThat(cluster.metrics().uncleanLeaderElections()).isEqualTo(1);
        assertThat(cluster.invariants().broken()).containsExactly("acknowledged event b at offset 1 is lost");
    }

    @Test
    void clientsWithoutABrokerDoNotAskMoreAndMoreOften() {
        Cluster cluster = cluster(3, 2);
        cluster.network().repeat(0.05);
        cluster.producer("Ann", Acks.ALL).send("a");
        cluster.consumer("Cid");
        cluster.brokers().keySet().forEach(cluster::crash);
        cluster.run(Duration.ofSeconds(1));
        assertThat(cluster.pending()).hasSizeLessThan(30);
    }

    @Test
    void theSameSeedHasTheSameHistory() {
        assertThat(history(7)).isEqualTo(history(7)).isNotEqualTo(history(8));
    }

    private static String history(long seed) {
        Cluster cluster = new Cluster(ClusterSettings.of(3).minInsync(2).seed(seed));
        cluster.network().delay(Duration.ofMillis(1), Duration.ofMillis(200));
        cluster.network().lose(0.1);
        cluster.network().repeat(0.1);
        ClusterProducer ann = cluster.producer("Ann", Acks.ALL);
        var history = new StringJoiner("\n");
        for (int i = 0; i < 20; i++) {
            ann.send("e" + i);
            cluster.run(Duration.ofMillis(300));
            history.add(cluster.toString());
        }
        cluster.run(Duration.ofMinutes(3));
        assertThat(ann.acknowledged()).hasSize(20);
        assertThat(cluster.invariants().broken()).isEmpty();
        return history.toString();
    }
}
