package gregor.kafka.consumer;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.kafka.KafkaTestServer;
import gregor.kafka.RawClient;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Groups of the KIP-848 protocol.
@Timeout(60)
class ConsumerGroupTest {
    @TempDir
    private Path folder;
    private KafkaTestServer server;

    @BeforeEach
    void open() {
        server = new KafkaTestServer(BrokerSettings.inMemory(folder));
        server.broker.createTopic("shared", 4, Map.of());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private KafkaConsumer<String, String> member(Object... more) {
        var all = new Object[more.length + 4];
        System.arraycopy(new Object[]{"group.id", "crew", "group.protocol", "consumer"}, 0, all, 0, 4);
        System.arraycopy(more, 0, all, 4, more.length);
        var settings = server.settings(all);
        settings.put("auto.offset.reset", "earliest");
        return server.closeLater(
                new KafkaConsumer<>(settings, new org.apache.kafka.common.serialization.StringDeserializer(),
                        new org.apache.kafka.common.serialization.StringDeserializer()));
    }

    @Test
    void partitionsMoveWhileMembersReadOn() throws Exception {
        for (int i = 0; i < 40; i++) {
            server.producer().send(new ProducerRecord<>("shared", i % 4, null, "" + i)).get();
        }
        var one = member();
        one.subscribe(List.of("shared"));
        assertThat(KafkaTestServer.poll(one, 40)).hasSize(40);
        one.commitSync();
        var two = member("group.remote.assignor", "range");
        two.subscribe(List.of("shared"));
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (two.assignment().size() != 2 && System.nanoTime() < deadline) {
            assertThat(one.poll(Duration.ofMillis(50)).count() + two.poll(Duration.ofMillis(50)).count()).isZero();
        }
        assertThat(one.assignment()).hasSize(2).doesNotContainAnyElementsOf(two.assignment());
        Admin admin = server.admin();
        assertThat(admin.listGroups().all().get()).singleElement()
                .satisfies(group -> assertThat(group.type()).contains(GroupType.CONSUMER));
        var described = admin.describeConsumerGroups(List.of("crew")).all().get().get("crew");
        assertThat(described.members()).hasSize(2)
                .allMatch(member -> member.assignment().topicPartitions().size() == 2);
        assertThat(server.broker.groups().<Set<Integer>>in("crew", group -> {
            var sizes = new HashSet<Integer>();
            group.members().values().forEach(given -> sizes.add(given.size()));
            return sizes;
        })).as("the broker's own group knows it too").containsExactly(2);
        two.close();
        deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (one.assignment().size() != 4 && System.nanoTime() < deadline) {
            one.poll(Duration.ofMillis(50));
        }
        assertThat(one.assignment()).hasSize(4);
        assertThat(admin.listConsumerGroupOffsets("crew").partitionsToOffsetAndMetadata().get()).hasSize(4)
                .containsKey(new TopicPartition("shared", 3));
    }

    /// The type and the state of each group, as an admin client lists them after a restart of the broker.
    private Map<String, String> groupsAfterARestart(BrokerSettings settings) throws Exception {
        server.close();
        server = new KafkaTestServer(settings);
        var groups = new HashMap<String, String>();
        for (GroupListing group : server.admin().listGroups().all().get()) {
            groups.put(group.groupId(), group.type().orElseThrow() + " " + group.groupState().orElseThrow());
        }
        return groups;
    }

    private void readOne(KafkaConsumer<String, String> consumer) {
        consumer.subscribe(List.of("shared"));
        assertThat(KafkaTestServer.poll(consumer, 1)).hasSize(1);
        consumer.commitSync();
        consumer.close();
    }

    @Test
    void theTypeOfAnEmptyGroupSurvivesARestart() throws Exception {
        BrokerSettings settings = BrokerSettings.in(folder.resolve("data"));
        server.close();
        server = new KafkaTestServer(settings);
        server.broker.createTopic("shared", 1, Map.of());
        server.producer().send(new ProducerRecord<>("shared", "one")).get();
        readOne(member());
        readOne(server.consumer("group.id", "old"));
        assertThat(groupsAfterARestart(settings)).isEqualTo(Map.of("crew", "Consumer Empty", "old", "Classic Empty"));
        assertThat(server.admin().describeConsumerGroups(List.of("crew")).all().get().get("crew").type())
                .isEqualTo(GroupType.CONSUMER);
        server.producer().send(new ProducerRecord<>("shared", "two")).get();
        readOne(server.consumer("group.id", "crew"));
        assertThat(groupsAfterARestart(settings)).as("classic members have joined").containsEntry("crew",
                "Classic Empty");
        server.producer().send(new ProducerRecord<>("shared", "three")).get();
        readOne(member());
        server.admin().deleteConsumerGroups(List.of("crew")).all().get();
        readAll();
        assertThat(groupsAfterARestart(settings)).as("deleted and created again").containsEntry("crew",
                "Classic Empty");
    }

    private void readAll() {
        var consumer = server.consumer("group.id", "crew");
        consumer.assign(List.of(new TopicPartition("shared", 0)));
        assertThat(KafkaTestServer.poll(consumer, 3)).hasSize(3);
        consumer.commitSync();
    }

    private static ConsumerGroupHeartbeatRequestData beat(String member, int epoch) {
        return new ConsumerGroupHeartbeatRequestData().setGroupId("crew").setMemberId(member).setMemberEpoch(epoch);
    }

    private static ConsumerGroupHeartbeatRequestData join(String member) {
        return beat(member, 0).setRebalanceTimeoutMs(10_000).setSubscribedTopicNames(List.of("shared"))
                .setTopicPartitions(List.of());
    }

    @Test
    void staleEpochsAreRejected() throws Exception {
        try (var client = new RawClient(server.door)) {
            var first = ask(client, join("a"));
            assertThat(first.assignment().topicPartitions()).singleElement()
                    .satisfies(topic -> assertThat(topic.partitions()).hasSize(4));
            assertThat(error(ask(client, beat("a", first.memberEpoch() + 5)))).isEqualTo(Errors.FENCED_MEMBER_EPOCH);
            assertThat(error(ask(client, beat("b", 1)))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
            assertThat(error(ask(client, join("c").setServerAssignor("best")))).isEqualTo(Errors.UNSUPPORTED_ASSIGNOR);
            assertThat(error(ask(client, join("c").setTopicPartitions(null)))).isEqualTo(Errors.INVALID_REQUEST);
            assertThat(ask(client, beat("a", first.memberEpoch())).assignment()).as("unchanged").isNull();
            var second = ask(client, join("b"));
            assertThat(second.assignment().topicPartitions()).as("the first member still has them").isEmpty();
            var less = ask(client, beat("a", first.memberEpoch()));
            assertThat(less.assignment().topicPartitions().getFirst().partitions()).hasSize(2);
            assertThat(less.memberEpoch()).as("it has not revoked them yet").isEqualTo(first.memberEpoch());
            assertThat(ask(client, beat("b", second.memberEpoch())).assignment()).isNull();
            var owned = new ConsumerGroupHeartbeatRequestData.TopicPartitions()
                    .setTopicId(less.assignment().topicPartitions().getFirst().topicId())
                    .setPartitions(less.assignment().topicPartitions().getFirst().partitions());
            ask(client, beat("a", first.memberEpoch()).setTopicPartitions(List.of(owned)));
            assertThat(
                    ask(client, beat("b", second.memberEpoch())).assignment().topicPartitions().getFirst().partitions())
                    .hasSize(2);
            ask(client, beat("a", -1));
            assertThat(error(ask(client, beat("a", 1)))).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
            var classic = (HeartbeatResponseData) client.ask(ApiKeys.HEARTBEAT, 4,
                    new HeartbeatRequestData().setGroupId("crew").setMemberId("b"));
            assertThat(Errors.forCode(classic.errorCode())).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        }
    }

    private static ConsumerGroupHeartbeatResponseData ask(RawClient client, ConsumerGroupHeartbeatRequestData request)
            throws Exception {
        return (ConsumerGroupHeartbeatResponseData) client.ask(ApiKeys.CONSUMER_GROUP_HEARTBEAT, 1, request);
    }

    private static Errors error(ConsumerGroupHeartbeatResponseData answer) {
        return Errors.forCode(answer.errorCode());
    }
}
