package gregor.kafka.consumer;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.kafka.KafkaTestServer;
import gregor.kafka.RawClient;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Groups of 1,000 members, the maximum: each of them gets its partition, and other clients are served meanwhile. Prints
/// how long joins and heartbeats take, for the first and for the last members.
@Timeout(120)
class ManyMembersTest {
    private static final int MEMBERS = 1_000;

    @TempDir
    private Path folder;
    private KafkaTestServer server;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicLong longestListing = new AtomicLong();

    @BeforeEach
    void open() {
        server = new KafkaTestServer(BrokerSettings.inMemory(folder));
        server.broker.createTopic("shared", MEMBERS, Map.of());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static long millis(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    /// Lists groups on a connection of its own, again and again.
    private Thread lister() {
        return Thread.ofPlatform().daemon().start(() -> {
            try (var client = new RawClient(server.door)) {
                while (running.get()) {
                    long begin = System.nanoTime();
                    client.ask(ApiKeys.LIST_GROUPS, 4, new ListGroupsRequestData());
                    longestListing.accumulateAndGet(System.nanoTime() - begin, Math::max);
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private void report(String what, long first, long second, long beats) {
        System.out.println("ManyMembersTest: " + what + ": join of " + MEMBERS / 2 + " members " + first
                + " ms, of as many more " + second + " ms; a heartbeat each " + beats + " ms; longest ListGroups "
                + longestListing.get() / 1_000_000 + " ms");
    }

    private static ConsumerGroupHeartbeatResponseData beat(RawClient client, int member, int epoch,
            List<ConsumerGroupHeartbeatRequestData.TopicPartitions> owned) throws Exception {
        var request = new ConsumerGroupHeartbeatRequestData().setGroupId("crowd").setMemberId("m" + member)
                .setMemberEpoch(epoch).setTopicPartitions(owned);
        if (epoch == 0) {
            request.setRebalanceTimeoutMs(60_000).setSubscribedTopicNames(List.of("shared"));
        }
        var answer = (ConsumerGroupHeartbeatResponseData) client.ask(ApiKeys.CONSUMER_GROUP_HEARTBEAT, 1, request);
        assertThat(answer.errorCode()).as(answer.errorMessage()).isZero();
        return answer;
    }

    @Test
    void aThousandMembersOfTheNewerProtocol() throws Exception {
        Thread lister = lister();
        var epochs = new HashMap<Integer, Integer>();
        var owned = new HashMap<Integer, List<ConsumerGroupHeartbeatRequestData.TopicPartitions>>();
        try (var client = new RawClient(server.door)) {
            long first = millis(() -> join(client, 0, MEMBERS / 2, epochs));
            long second = millis(() -> join(client, MEMBERS / 2, MEMBERS, epochs));
            long beats = millis(() -> beatAll(client, epochs, owned));
            running.set(false);
            lister.join();
            report("newer protocol", first, second, beats);
            while (owned.size() < MEMBERS || !owned.values().stream().allMatch(ManyMembersTest::isOne)) {
                beatAll(client, epochs, owned);
            }
        }
        assertThat(distinct(owned)).isEqualTo(MEMBERS);
    }

    private static boolean isOne(List<ConsumerGroupHeartbeatRequestData.TopicPartitions> topics) {
        return topics.size() == 1 && topics.getFirst().partitions().size() == 1;
    }

    private static void join(RawClient client, int from, int to, Map<Integer, Integer> epochs) throws Exception {
        for (int i = from; i < to; i++) {
            epochs.put(i, beat(client, i, 0, List.of()).memberEpoch());
        }
    }

    private static void beatAll(RawClient client, Map<Integer, Integer> epochs,
            Map<Integer, List<ConsumerGroupHeartbeatRequestData.TopicPartitions>> owned) throws Exception {
        for (int i = 0; i < MEMBERS; i++) {
            var answer = beat(client, i, epochs.get(i), owned.getOrDefault(i, List.of()));
            epochs.put(i, answer.memberEpoch());
            if (answer.assignment() != null) {
                owned.put(i,
                        answer.assignment().topicPartitions().stream()
                                .map(topic -> new ConsumerGroupHeartbeatRequestData.TopicPartitions()
                                        .setTopicId(topic.topicId()).setPartitions(topic.partitions()))
                                .toList());
            }
        }
    }

    /// Returns the number of partitions that one member owns.
    private static int distinct(Map<Integer, List<ConsumerGroupHeartbeatRequestData.TopicPartitions>> owned) {
        Set<Integer> all = new HashSet<>();
        int count = 0;
        for (var topics : owned.values()) {
            for (var topic : topics) {
                all.addAll(topic.partitions());
                count += topic.partitions().size();
            }
        }
        return count == all.size() ? all.size() : 0;
    }

    @Test
    void aThousandMembersOfTheClassicProtocol() throws Exception {
        Thread lister = lister();
        var threads = new ArrayList<Thread>();
        var assigned = new AtomicLong();
        long joins = millis(() -> {
            for (int i = 0; i < MEMBERS; i++) {
                int number = i;
                threads.add(Thread.startVirtualThread(() -> assigned.addAndGet(member(number))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        });
        running.set(false);
        lister.join();
        System.out.println("ManyMembersTest: classic protocol: join, sync and heartbeats of " + MEMBERS
                + " members until each has its assignment " + joins + " ms; longest ListGroups "
                + longestListing.get() / 1_000_000 + " ms");
        assertThat(assigned).hasValue(MEMBERS);
    }

    /// Joins until the group is complete: a generation with all members, each with its assignment. Returns 1.
    private int member(int number) {
        try (var client = new RawClient(server.door)) {
            String id = "";
            while (true) {
                var joined = join(client, number, id);
                id = joined.memberId();
                if (joined.errorCode() != 0) {
                    continue;
                }
                var sync = new SyncGroupRequestData().setGroupId("classics").setMemberId(id)
                        .setGenerationId(joined.generationId());
                joined.members()
                        .forEach(member -> sync.assignments().add(new SyncGroupRequestData.SyncGroupRequestAssignment()
                                .setMemberId(member.memberId()).setAssignment(new byte[]{
                                        (byte) (joined.members().size() >> 8), (byte) joined.members().size()})));
                var synced = (SyncGroupResponseData) client.ask(ApiKeys.SYNC_GROUP, 5, sync);
                byte[] mine = synced.assignment();
                if (synced.errorCode() == 0 && mine.length == 2
                        && ((mine[0] & 0xff) << 8 | mine[1] & 0xff) == MEMBERS) {
                    return beat(client, id, joined.generationId());
                }
                awaitRebalance(client, id, joined.generationId());
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitRebalance(RawClient client, String id, int generation) throws Exception {
        while (beat(client, id, generation) == 1) {
            Thread.yield();
        }
    }

    /// Returns 1, or 0 if the group rebalances.
    private static int beat(RawClient client, String id, int generation) throws Exception {
        var answer = (HeartbeatResponseData) client.ask(ApiKeys.HEARTBEAT, 4,
                new HeartbeatRequestData().setGroupId("classics").setMemberId(id).setGenerationId(generation));
        return answer.errorCode() == 0 ? 1 : 0;
    }

    private static JoinGroupResponseData join(RawClient client, int number, String id) throws Exception {
        var protocols = new JoinGroupRequestData.JoinGroupRequestProtocolCollection();
        protocols.add(new JoinGroupRequestData.JoinGroupRequestProtocol().setName("range").setMetadata(new byte[0]));
        return (JoinGroupResponseData) client.ask(ApiKeys.JOIN_GROUP, 5,
                new JoinGroupRequestData().setGroupId("classics").setMemberId(id).setSessionTimeoutMs(60_000)
                        .setRebalanceTimeoutMs(60_000).setProtocolType("consumer").setProtocols(protocols));
    }
}
