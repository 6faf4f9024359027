package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.BrokerSettings;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.TopicPartition;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kafka's own clients work as with Apache Kafka, however the broker stores its logs.
@Timeout(120)
abstract class ClientsContract {
    @TempDir
    private Path folder;
    private KafkaTestServer server;

    abstract BrokerSettings settings(Path folder);

    @BeforeEach
    void open() {
        server = new KafkaTestServer(settings(folder));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static org.apache.kafka.common.TopicPartition kafka(String topic, int partition) {
        return new org.apache.kafka.common.TopicPartition(topic, partition);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void whatIsSentIsRead(String codec) throws Exception {
        var producer = server.producer("compression.type", codec, "linger.ms", 20);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            var record = new ProducerRecord<>("words", 0, 1_700_000_000_000L + i, i % 7 == 0 ? null : "key-" + i,
                    i % 11 == 0 ? null : "value-" + i);
            record.headers().add(new RecordHeader("number", Integer.toString(i).getBytes(StandardCharsets.UTF_8)))
                    .add(new RecordHeader("nothing", null));
            sent.add(producer.send(record));
        }
        for (int i = 0; i < sent.size(); i++) {
            assertThat(sent.get(i).get().offset()).isEqualTo(i);
        }
        var consumer = server.consumer();
        consumer.assign(List.of(kafka("words", 0)));
        var records = KafkaTestServer.poll(consumer, 200);
        assertThat(records).hasSize(200);
        for (int i = 0; i < 200; i++) {
            var record = records.get(i);
            assertThat(record.offset()).isEqualTo(i);
            assertThat(record.timestamp()).isEqualTo(1_700_000_000_000L + i);
            assertThat(record.key()).isEqualTo(i % 7 == 0 ? null : "key-" + i);
            assertThat(record.value()).isEqualTo(i % 11 == 0 ? null : "value-" + i);
            assertThat(record.headers()).hasSize(2).first()
                    .extracting(header -> new String(header.value(), StandardCharsets.UTF_8)).isEqualTo("" + i);
        }
        assertThat(server.broker.partition("words", 0).entries(0)).as("the same entries in the broker's log")
                .hasSize(200).element(8).asString().isEqualTo("8:key-8=value-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "all"})
    void acknowledgementsOfAllKinds(String acks) throws Exception {
        var producer = server.producer("acks", acks, "enable.idempotence", false);
        for (int i = 0; i < 10; i++) {
            producer.send(new ProducerRecord<>("acks", "" + i)).get();
        }
        producer.flush();
        var consumer = server.consumer();
        consumer.assign(List.of(kafka("acks", 0)));
        assertThat(KafkaTestServer.values(KafkaTestServer.poll(consumer, 10))).containsExactly("0", "1", "2", "3", "4",
                "5", "6", "7", "8", "9");
    }

    @Test
    void eventsOfOtherDoorsAreReadWithHeadersAndTimestamps() {
        server.broker.createTopic("mixed", 1, Map.of());
        var event = new Event(1_234_567_890_123L, "k".getBytes(StandardCharsets.UTF_8),
                "v".getBytes(StandardCharsets.UTF_8), List.of()).with("by", "hand");
        server.broker.append(new TopicPartition("mixed", 0), ListBatch.of(event));
        var consumer = server.consumer();
        consumer.assign(List.of(kafka("mixed", 0)));
        var record = KafkaTestServer.poll(consumer, 1).getFirst();
        assertThat(record.timestamp()).isEqualTo(1_234_567_890_123L);
        assertThat(record.key()).isEqualTo("k");
        assertThat(record.headers()).hasSize(1);
    }

    @Test
    void aFetchWaitsForAnyOfItsPartitions() throws Exception {
        server.broker.createTopic("three", 3, Map.of());
        var consumer = server.consumer("fetch.max.wait.ms", 3_000);
        consumer.assign(IntStream.range(0, 3).mapToObj(number -> kafka("three", number)).toList());
        assertThat(consumer.poll(Duration.ofMillis(300)).count()).isZero();
        for (int number : new int[]{2, 0, 1}) {
            server.broker.append(new TopicPartition("three", number), ListBatch.of(Event.of("to " + number)));
            long begin = System.nanoTime();
            assertThat(KafkaTestServer.values(KafkaTestServer.poll(consumer, 1))).containsExactly("to " + number);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void topicsAreCreatedDescribedAndDeleted() throws Exception {
        var admin = server.admin();
        var made = admin
                .createTopics(List.of(new NewTopic("made", 4, (short) 1).configs(Map.of("retention.ms", "1000"))))
                .config("made").get();
        assertThat(made.get("retention.ms").value()).isEqualTo("1000");
        assertThat(made.get("retention.ms").isDefault()).isFalse();
        assertThat(admin.createTopics(List.of(new NewTopic("standard", Optional.empty(), Optional.empty())))
                .numPartitions("standard").get()).isEqualTo(1);
        var described = admin.describeTopics(List.of("made")).topicNameValues().get("made").get();
        assertThat(described.partitions()).hasSize(4).allMatch(part -> part.leader().id() == LocalNode.ID);
        assertThat(admin.listTopics().names().get()).containsExactlyInAnyOrder("made", "standard");
        admin.deleteTopics(List.of("made")).all().get();
        assertThat(admin.listTopics().names().get()).containsExactly("standard");
    }

    @Test
    void rejectsWhatKafkaRejectsWithItsErrors() {
        var admin = server.admin();
        server.broker.createTopic("there", 1, Map.of("max.message.bytes", "1000"));
        assertThatThrownBy(() -> admin.createTopics(List.of(new NewTopic("there", 1, (short) 1))).all().get())
                .isInstanceOf(ExecutionException.class).hasCauseInstanceOf(TopicExistsException.class);
        assertThatThrownBy(() -> admin.createTopics(List.of(new NewTopic("a b", 1, (short) 1))).all().get())
                .hasCauseInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> admin.createTopics(List.of(new NewTopic("three", 1, (short) 3))).all().get())
                .hasCauseInstanceOf(InvalidReplicationFactorException.class);
        assertThatThrownBy(() -> server.producer().send(new ProducerRecord<>("there", "x".repeat(2000))).get())
                .hasCauseInstanceOf(RecordTooLargeException.class);
        assertThatThrownBy(() -> server.producer().send(new ProducerRecord<>("__consumer_offsets", "x")).get())
                .hasCauseInstanceOf(InvalidTopicException.class);
        var consumer = server.consumer("auto.offset.reset", "none");
        consumer.assign(List.of(kafka("there", 0)));
        consumer.seek(kafka("there", 0), 7);
        assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(10))).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void offsetsAreFoundByTimestamp() throws Exception {
        var producer = server.producer();
        for (int i = 0; i < 10; i++) {
            producer.send(new ProducerRecord<>("times", 0, 1000L + 10 * ((i * 7) % 10), null, "" + i)).get();
        }
        var consumer = server.consumer();
        var place = kafka("times", 0);
        assertThat(consumer.beginningOffsets(Set.of(place))).containsEntry(place, 0L);
        assertThat(consumer.endOffsets(Set.of(place))).containsEntry(place, 10L);
        assertThat(consumer.offsetsForTimes(Map.of(place, 1045L)).get(place).offset()).isEqualTo(1);
        assertThat(consumer.offsetsForTimes(Map.of(place, 1045L)).get(place).timestamp()).isEqualTo(1070);
        assertThat(consumer.offsetsForTimes(Map.of(place, 5000L)).get(place)).isNull();
        var youngest = server.admin()
                .listOffsets(Map.of(place, org.apache.kafka.clients.admin.OffsetSpec.maxTimestamp()))
                .partitionResult(place).get();
        assertThat(youngest.timestamp()).isEqualTo(1090);
        assertThat(youngest.offset()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Range", "CooperativeSticky"})
    void aGroupAssignsAndCommits(String assignor) throws Exception {
        server.broker.createTopic("shared", 4, Map.of());
        var producer = server.producer();
        for (int i = 0; i < 40; i++) {
            producer.send(new ProducerRecord<>("shared", i % 4, null, "" + i)).get();
        }
        Object[] how = {"group.id", "crew", "partition.assignment.strategy",
                "org.apache.kafka.clients.consumer." + assignor + "Assignor", "enable.auto.commit", false};
        var one = server.consumer(how);
        one.subscribe(List.of("shared"));
        assertThat(KafkaTestServer.poll(one, 40)).hasSize(40);
        one.commitSync();
        var two = server.consumer(how);
        two.subscribe(List.of("shared"));
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while ((one.assignment().size() != 2 || two.assignment().size() != 2) && System.nanoTime() < deadline) {
            assertThat(one.poll(Duration.ofMillis(50)).count() + two.poll(Duration.ofMillis(50)).count()).isZero();
        }
        assertThat(one.assignment()).hasSize(2).doesNotContainAnyElementsOf(two.assignment());
        assertThat(server.broker.groups().<Set<Integer>>in("crew",
                group -> new TreeSet<>(group.members().values().stream().map(Set::size).toList())))
                .as("the broker's group knows the assignment").containsExactly(2);
        assertThat(server.broker.groups().<Long>in("crew",
                group -> group.lag().stream().mapToLong(lag -> lag.events()).sum())).isZero();
        two.close();
        deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (one.assignment().size() != 4 && System.nanoTime() < deadline) {
            one.poll(Duration.ofMillis(50));
        }
        assertThat(one.assignment()).hasSize(4);
        one.commitSync(Map.of(kafka("shared", 3), new OffsetAndMetadata(2, "again from here")));
        one.close();
        var three = server.consumer(how);
        assertThat(three.committed(Set.of(kafka("shared", 3))).get(kafka("shared", 3)).metadata())
                .isEqualTo("again from here");
        three.subscribe(List.of("shared"));
        assertThat(KafkaTestServer.poll(three, 8)).hasSize(8)
                .allMatch(record -> record.partition() == 3 && record.offset() >= 2);
    }

    @Test
    void aStaticMemberKeepsItsAssignment() throws Exception {
        server.broker.createTopic("named", 2, Map.of());
        Object[] how = {"group.id", "named", "group.instance.id", "truck-17", "enable.auto.commit", false};
        var one = server.consumer(how);
        one.subscribe(List.of("named"));
        while (one.assignment().isEmpty()) {
            one.poll(Duration.ofMillis(50));
        }
        int generation = one.groupMetadata().generationId();
        one.close();
        var again = server.consumer(how);
        again.subscribe(List.of("named"));
        while (again.assignment().isEmpty()) {
            again.poll(Duration.ofMillis(50));
        }
        assertThat(again.groupMetadata().generationId()).as("no rebalance").isEqualTo(generation);
        assertThat(again.assignment()).hasSize(2);
    }

    @Test
    void resendsOfAnIdempotentProducerAreRecognised() throws Exception {
        var producer = server.producer("enable.idempotence", true, "acks", "all");
        for (int i = 0; i < 100; i++) {
            producer.send(new ProducerRecord<>("once", "" + i));
        }
        producer.flush();
        assertThat(server.broker.partition("once", 0).end()).isEqualTo(100);
    }
}
