package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.BrokerSettings;
import gregor.list.Event;
import gregor.list.ListBatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Administrative requests, sent by Kafka's own Admin client.
@Timeout(60)
class AdminTest {
    private static final ConfigResource WORDS = new ConfigResource(ConfigResource.Type.TOPIC, "words");

    @TempDir
    private Path folder;
    private KafkaTestServer server;
    private Admin admin;

    @BeforeEach
    void open() {
        server = new KafkaTestServer(BrokerSettings.in(folder));
        admin = server.admin();
        server.broker.createTopic("words", 2, Map.of("retention.ms", "-1"));
        for (int i = 0; i < 10; i++) {
            server.broker.append(new gregor.topic.TopicPartition("words", 0), ListBatch.of(Event.of("" + i)));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theClusterIsDescribed() throws Exception {
        var cluster = admin.describeCluster();
        assertThat(cluster.nodes().get()).singleElement().satisfies(node -> {
            assertThat(node.id()).isEqualTo(LocalNode.ID);
            assertThat(node.port()).isEqualTo(server.door.address().getPort());
        });
        assertThat(cluster.clusterId().get()).hasSize(22).isEqualTo(LocalNode.clusterId(server.broker));
        var sizes = admin.describeLogDirs(List.of(LocalNode.ID)).allDescriptions().get().get(LocalNode.ID);
        assertThat(sizes).containsOnlyKeys(folder.toString());
        assertThat(sizes.get(folder.toString()).replicaInfos().get(new TopicPartition("words", 0)).size()).isPositive();
        assertThat(sizes.get(folder.toString()).totalBytes()).isPresent();
        var broker = admin.describeConfigs(Set.of(new ConfigResource(ConfigResource.Type.BROKER, "" + LocalNode.ID)))
                .all().get();
        assertThat(broker.values().iterator().next().get("auto.create.topics.enable").value()).isEqualTo("true");
    }

    @Test
    void partitionsAreAdded() throws Exception {
        admin.createPartitions(Map.of("words", NewPartitions.increaseTo(4))).all().get();
        assertThat(admin.describeTopics(Set.of("words")).allTopicNames().get().get("words").partitions()).hasSize(4);
        refused(InvalidPartitionsException.class,
                () -> admin.createPartitions(Map.of("words", NewPartitions.increaseTo(4))).all().get());
        refused(UnknownTopicOrPartitionException.class,
                () -> admin.createPartitions(Map.of("none", NewPartitions.increaseTo(4))).all().get());
    }

    private static void refused(Class<? extends Throwable> type,
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(type);
    }

    @Test
    void recordsAreDeleted() throws Exception {
        var place = new TopicPartition("words", 0);
        assertThat(admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(4))).lowWatermarks().get(place).get()
                .lowWatermark()).isEqualTo(4);
        assertThat(server.broker.partition("words", 0).start()).isEqualTo(4);
        refused(OffsetOutOfRangeException.class,
                () -> admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(11))).all().get());
        assertThat(admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(-1))).lowWatermarks().get(place).get()
                .lowWatermark()).isEqualTo(10);
        admin.createTopics(List.of(new NewTopic("table", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                .all().get();
        refused(PolicyViolationException.class, () -> admin
                .deleteRecords(Map.of(new TopicPartition("table", 0), RecordsToDelete.beforeOffset(0))).all().get());
    }

    private String setting(String name) throws Exception {
        return admin.describeConfigs(Set.of(WORDS)).all().get().get(WORDS).get(name).value();
    }

    private void change(OpType what, String name, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(WORDS, List.of(new AlterConfigOp(new ConfigEntry(name, value), what))))
                .all().get();
    }

    @Test
    void settingsAreChangedAndReset() throws Exception {
        change(OpType.SET, "max.message.bytes", "2000");
        assertThat(setting("max.message.bytes")).isEqualTo("2000");
        assertThat(setting("retention.ms")).isEqualTo("-1");
        change(OpType.DELETE, "retention.ms", "");
        assertThat(setting("retention.ms")).isEqualTo("604800000");
        change(OpType.APPEND, "cleanup.policy", "compact");
        assertThat(setting("cleanup.policy")).isEqualTo("delete,compact");
        change(OpType.SUBTRACT, "cleanup.policy", "delete");
        assertThat(setting("cleanup.policy")).isEqualTo("compact");
        var entry = admin.describeConfigs(Set.of(WORDS)).all().get().get(WORDS).get("cleanup.policy");
        assertThat(entry.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(entry.isReadOnly()).isFalse();
        refused(InvalidConfigurationException.class, () -> change(OpType.SET, "retention.ms", "soon"));
        refused(InvalidConfigurationException.class, () -> change(OpType.SET, "colour", "red"));
        refused(InvalidConfigurationException.class, () -> change(OpType.APPEND, "retention.ms", "5"));
    }

    @Test
    void aTopicWithAppendTimeIsStamped() throws Exception {
        admin.createTopics(List
                .of(new NewTopic("stamped", 1, (short) 1).configs(Map.of("message.timestamp.type", "LogAppendTime"))))
                .all().get();
        long before = System.currentTimeMillis();
        var sent = server.producer()
                .send(new org.apache.kafka.clients.producer.ProducerRecord<>("stamped", 0, 1L, null, "x")).get();
        assertThat(sent.timestamp()).isBetween(before, System.currentTimeMillis());
        refused(org.apache.kafka.common.errors.InvalidTimestampException.class,
                () -> server.producer().send(new org.apache.kafka.clients.producer.ProducerRecord<>("words", 0,
                        System.currentTimeMillis() + 7_200_000, null, "x")).get());
        var consumer = server.consumer();
        consumer.assign(List.of(new TopicPartition("stamped", 0)));
        assertThat(KafkaTestServer.poll(consumer, 1).getFirst().timestamp()).isEqualTo(sent.timestamp());
    }

    @Test
    void groupsAreListedDescribedAndDeleted() throws Exception {
        var consumer = server.consumer("group.id", "readers", "group.instance.id", "first", "client.id", "truck");
        consumer.subscribe(List.of("words"));
        assertThat(KafkaTestServer.poll(consumer, 10)).hasSize(10);
        consumer.commitSync();
        assertThat(admin.listGroups().all().get()).singleElement().satisfies(group -> {
            assertThat(group.groupId()).isEqualTo("readers");
            assertThat(group.groupState()).contains(GroupState.STABLE);
            assertThat(group.protocol()).isEqualTo("consumer");
        });
        var described = admin.describeConsumerGroups(List.of("readers")).all().get().get("readers");
        assertThat(described.partitionAssignor()).isEqualTo("range");
        assertThat(described.members()).singleElement().satisfies(member -> {
            assertThat(member.clientId()).isEqualTo("truck");
            assertThat(member.groupInstanceId()).contains("first");
            assertThat(member.assignment().topicPartitions()).hasSize(2);
        });
        refused(GroupNotEmptyException.class, () -> admin.deleteConsumerGroups(List.of("readers")).all().get());
        refused(GroupIdNotFoundException.class, () -> admin.deleteConsumerGroups(List.of("nobody")).all().get());
        admin.removeMembersFromConsumerGroup("readers",
                new org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions()).all().get();
        consumer.unsubscribe();
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
        var place = new TopicPartition("words", 0);
        admin.alterConsumerGroupOffsets("readers", Map.of(place, new OffsetAndMetadata(3, "by hand"))).all().get();
        assertThat(admin.listConsumerGroupOffsets("readers").partitionsToOffsetAndMetadata().get().get(place).offset())
                .isEqualTo(3);
        admin.deleteConsumerGroupOffsets("readers", Set.of(place)).all().get();
        assertThat(admin.listConsumerGroupOffsets("readers").partitionsToOffsetAndMetadata().get())
                .doesNotContainKey(place);
        admin.deleteConsumerGroups(List.of("readers")).all().get();
        assertThat(admin.listGroups().all().get()).isEmpty();
    }
}
