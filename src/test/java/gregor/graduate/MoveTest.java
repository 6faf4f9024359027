package gregor.graduate;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.BrokerSettings;
import gregor.kafka.ApacheKafka;
import gregor.kafka.KafkaTestServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Moves topics from our broker to Apache Kafka and back.
class MoveTest {
    private static final int RECORDS = 1_000;
    private static final Move.Progress QUIET = (_, _) -> {};

    @TempDir
    Path folder;

    static Map<String, Object> at(ApacheKafka kafka) {
        return Map.of("bootstrap.servers", kafka.address());
    }

    static void create(Admin admin, String topic, int partitions, Map<String, String> settings) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings))).all().get();
    }

    /// Writes transactions of ten records, every second of which is aborted.
    static void writeTransactions(Map<String, Object> settings, String topic, int partition, boolean nullKeys) {
        var all = new HashMap<>(settings);
        all.put("transactional.id", "writer");
        try (var producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int i = 0; i < RECORDS; i += 10) {
                producer.beginTransaction();
                for (int j = i; j < i + 10; j++) {
                    byte[] key = nullKeys && j % 3 == 0 ? null : ("k" + j).getBytes();
                    byte[] value = j % 7 == 0 ? null : ("v" + j).getBytes();
                    producer.send(new ProducerRecord<>(topic, partition, 1_700_000_000_000L + j, key, value,
                            List.of(new RecordHeader("h", new byte[]{(byte) j}), new RecordHeader("h", null))));
                }
                if (i % 20 == 0) {
                    producer.commitTransaction();
                } else {
                    producer.flush();
                    producer.abortTransaction();
                }
            }
        }
    }

    /// Writes a record that is aborted, as a move does that is killed in its first transaction.
    private static void abort(Map<String, Object> settings, String topic) {
        var all = new HashMap<>(settings);
        all.put("transactional.id", "killed");
        try (var producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, new byte[1]));
            producer.flush();
            producer.abortTransaction();
        }
    }

    private static void write(Map<String, Object> settings, String topic, int partition, int from, int to) {
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>(topic, partition, ("k" + i % 7).getBytes(), ("v" + i).getBytes()));
            }
        }
    }

    static List<ConsumerRecord<byte[], byte[]>> read(Map<String, Object> settings, TopicPartition partition) {
        var all = new HashMap<>(settings);
        all.putAll(Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest", "group.id", "reader",
                "enable.auto.commit", false));
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    static List<String> contents(Map<String, Object> settings, TopicPartition partition) {
        return read(settings, partition).stream().map(MoveTest::content).toList();
    }

    static String content(ConsumerRecord<byte[], byte[]> record) {
        return record.timestamp() + " " + Arrays.toString(record.key()) + " " + Arrays.toString(record.value()) + " "
                + record.headers();
    }

    private static int finish(Move move) {
        MovePlan plan = move.plan();
        var copied = new AtomicInteger();
        move.copy(plan, false, () -> false, (records, _) -> copied.addAndGet((int) records));
        assertThat(move.verify(plan, _ -> {})).isEmpty();
        assertThat(move.finish(plan)).isEmpty();
        return copied.get();
    }

    @Test
    void movesEachCommittedRecordOnceThoughItIsInterrupted() throws Exception {
        var partition = new TopicPartition("moved", 1);
        try (var source = new KafkaTestServer(BrokerSettings.in(folder));
                var kafka = new ApacheKafka(Map.of());
                var from = new ClusterConnection(source.settings("max.poll.records", "50"));
                var to = new ClusterConnection(at(kafka))) {
            create(source.admin(), "moved", 2, Map.of());
            writeTransactions(source.settings(), "moved", 1, true);
            var move = new Move(from, to, MoveLimits.NONE);
            var stopped = new AtomicBoolean();
            move.copy(move.plan(), false, stopped::get, (_, _) -> stopped.set(true));
            for (int before = 0; before < 3; before++) {
                var copied = new AtomicInteger(before);
                assertThatThrownBy(() -> move.copy(move.plan(), false, () -> false, (_, _) -> {
                    if (copied.getAndDecrement() == 0) {
                        throw new IllegalStateException("planted");
                    }
                })).hasMessage("planted");
            }
            finish(move);
            assertThat(finish(move)).as("a second run adds nothing").isZero();
            assertThat(contents(at(kafka), partition)).hasSize(RECORDS / 2)
                    .isEqualTo(contents(source.settings(), partition));
        }
    }

    @Test
    void translatesCommittedOffsetsAndKeepsSettings() throws Exception {
        var partition = new TopicPartition("moved", 0);
        try (var source = new KafkaTestServer(BrokerSettings.in(folder));
                var kafka = new ApacheKafka(Map.of());
                var from = new ClusterConnection(source.settings());
                var to = new ClusterConnection(at(kafka));
                Admin target = Admin.create(at(kafka))) {
            create(source.admin(), "moved", 1, Map.of("cleanup.policy", "compact,delete", "retention.ms", "86400000",
                    "archive", "csv", "max.message.bytes", "2000000"));
            writeTransactions(source.settings(), "moved", 0, false);
            List<ConsumerRecord<byte[], byte[]>> here = read(source.settings(), partition);
            for (int index : List.of(0, 1, 10, 499)) {
                source.admin().alterConsumerGroupOffsets("g" + index,
                        Map.of(partition, new OffsetAndMetadata(here.get(index).offset()))).all().get();
            }
            source.admin().alterConsumerGroupOffsets("between",
                    Map.of(partition, new OffsetAndMetadata(here.get(10).offset() - 1))).all().get();
            source.admin().alterConsumerGroupOffsets("end",
                    Map.of(partition, new OffsetAndMetadata(here.getLast().offset() + 1))).all().get();
            var move = new Move(from, to, MoveLimits.NONE);
            assertThat(move.plan().notes()).singleElement().asString().contains("archive=csv has no counterpart");
            finish(move);
            List<ConsumerRecord<byte[], byte[]>> there = read(at(kafka), partition);
            for (int index : List.of(0, 1, 10, 499)) {
                assertThat(committed(target, "g" + index, partition)).isEqualTo(there.get(index).offset());
            }
            assertThat(committed(target, "between", partition)).isEqualTo(there.get(10).offset());
            assertThat(committed(target, "end", partition)).isGreaterThan(there.getLast().offset());
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "moved");
            var settings = target.describeConfigs(List.of(topic)).all().get().get(topic);
            assertThat(settings.entries().stream()
                    .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .map(entry -> entry.name() + "=" + entry.value())).containsExactlyInAnyOrder(
                            "cleanup.policy=compact,delete", "retention.ms=86400000", "max.message.bytes=2000000");
        }
    }

    private static long committed(Admin admin, String group, TopicPartition partition) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().get(partition).offset();
    }

    @Test
    void cutsOverWhileAProducerWrites() throws Exception {
        var partition = new TopicPartition("moved", 0);
        try (var source = new KafkaTestServer(BrokerSettings.in(folder));
                var kafka = new ApacheKafka(Map.of());
                var from = new ClusterConnection(source.settings());
                var to = new ClusterConnection(at(kafka))) {
            create(source.admin(), "moved", 1, Map.of());
            write(source.settings(), "moved", 0, 0, 5_000);
            var follower = new Move(from, to, MoveLimits.NONE);
            var following = CompletableFuture.runAsync(() -> follower.copy(follower.plan(), true, () -> false, QUIET));
            var acknowledged = new AtomicInteger();
            var writing = CompletableFuture.supplyAsync(() -> writeUntilRefused(source.settings(), acknowledged));
            while (acknowledged.get() < 1_000) {
                Thread.sleep(10);
            }
            var move = new Move(from, to, MoveLimits.NONE);
            move.refuseWrites(move.plan(), () -> false, () -> {});
            assertThat(writing.get()).isInstanceOf(PolicyViolationException.class)
                    .hasMessageContaining("topic moved has moved to " + kafka.address());
            assertThat(Move.isCutOver(move.plan())).isTrue();
            finish(move);
            following.get(20, TimeUnit.SECONDS); // it has nothing left to write, so only the setting tells it
            assertThat(contents(at(kafka), partition)).hasSize(5_000 + acknowledged.get())
                    .isEqualTo(contents(source.settings(), partition));
        }
    }

    private static Throwable writeUntilRefused(Map<String, Object> settings, AtomicInteger acknowledged) {
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            while (true) {
                producer.send(new ProducerRecord<>("moved", 0, null, ("w" + acknowledged.get()).getBytes())).get();
                acknowledged.incrementAndGet();
            }
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bringsTheNewestRecordsHome() throws Exception {
        var partition = new TopicPartition("moved", 0);
        try (var home = new KafkaTestServer(BrokerSettings.in(folder));
                var kafka = new ApacheKafka(Map.of());
                var from = new ClusterConnection(at(kafka));
                var to = new ClusterConnection(home.settings());
                Admin source = Admin.create(at(kafka))) {
            create(source, "moved", 1, Map.of("retention.ms", "1234567890"));
            create(source, "other", 1, Map.of());
            write(at(kafka), "moved", 0, 0, 2_000);
            var move = new Move(from, to,
                    new MoveLimits(Set.of("moved"), Optional.empty(), OptionalLong.of(1_000), Optional.empty()));
            finish(move);
            List<String> all = contents(at(kafka), partition);
            List<String> brought = contents(home.settings(), partition);
            assertThat(brought).hasSizeBetween(10, 1_000)
                    .isEqualTo(all.subList(all.size() - brought.size(), all.size()));
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "moved");
            assertThat(home.admin().describeConfigs(List.of(topic)).all().get().get(topic).get("retention.ms").value())
                    .isEqualTo("1234567890");
            assertThat(home.admin().listTopics().names().get()).contains("moved").doesNotContain("other");
        }
    }

    @Test
    void refusesATopicThatIsInTheWay() throws Exception {
        try (var source = new KafkaTestServer(BrokerSettings.in(folder));
                var kafka = new ApacheKafka(Map.of());
                var from = new ClusterConnection(source.settings());
                var to = new ClusterConnection(at(kafka));
                Admin target = Admin.create(at(kafka))) {
            create(source.admin(), "moved", 1, Map.of());
            create(target, "moved", 2, Map.of());
            var move = new Move(from, to, MoveLimits.NONE);
            assertThatThrownBy(move::plan).hasMessageContaining("1 partitions at the source and 2 at the target");
            target.deleteTopics(List.of("moved")).all().get();
            create(target, "moved", 1, Map.of());
            write(at(kafka), "moved", 0, 0, 1);
            assertThatThrownBy(move::plan).hasMessageContaining("records that this move has not copied");
            target.deleteTopics(List.of("moved")).all().get();
            create(target, "moved", 1, Map.of());
            abort(at(kafka), "moved");
            write(source.settings(), "moved", 0, 0, 10);
            finish(move);
            source.admin().deleteTopics(List.of("moved")).all().get();
            create(source.admin(), "moved", 1, Map.of());
            assertThatThrownBy(move::plan).hasMessageContaining("deleted and created anew at the source");
            assertThatThrownBy(() -> new Move(from, to,
                    new MoveLimits(Set.of("x"), Optional.empty(), OptionalLong.empty(), Optional.empty())).plan())
                    .hasMessageContaining("there is no topic x");
            assertThatThrownBy(() -> new Move(from, from, MoveLimits.NONE).plan()).hasMessageContaining("same cluster");
        }
    }
}
