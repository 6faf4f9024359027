package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Settings of topics that Kafka's clients create, describe and use.
@Timeout(120)
class TopicConfigsTest {
    @TempDir
    private Path folder;
    private KafkaTestServer server;

    @BeforeEach
    void open() {
        server = new KafkaTestServer(
                BrokerSettings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never()).withNewTopics(1, false));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static void create(Admin admin, String topic, Map<String, String> configs) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs))).all().get();
        ApacheKafka.awaitTopic(admin, topic, 1);
    }

    private static Map<String, String> describe(Admin admin, String topic, Map<String, String> wanted)
            throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var found = new HashMap<String, String>();
        admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
                .filter(entry -> wanted.containsKey(entry.name()))
                .forEach(entry -> found.put(entry.name(), entry.value()));
        return found;
    }

    @Test
    void theSettingsAreDescribedAndSurviveARestart() throws Exception {
        var defaults = Map.of("compression.type", "producer", "max.compaction.lag.ms", "" + Long.MAX_VALUE,
                "min.insync.replicas", "1");
        var configs = Map.of("compression.type", "zstd", "max.compaction.lag.ms", "3600000", "min.insync.replicas", "2",
                "segment.bytes", "1048576");
        create(server.admin(), "plain", Map.of());
        create(server.admin(), "set", configs);
        for (int i = 0; i < 2; i++) {
            assertThat(describe(server.admin(), "plain", defaults)).isEqualTo(defaults);
            assertThat(describe(server.admin(), "set", configs)).isEqualTo(configs);
            close();
            open();
        }
    }

    /// The same settings on Apache Kafka have the same defaults and effect.
    @Test
    void apacheKafkaAcceptsTheSameAndWritesWithMoreReplicasDemandedThanThereAre() throws Exception {
        var defaults = Map.of("compression.type", "producer", "max.compaction.lag.ms", "" + Long.MAX_VALUE,
                "min.insync.replicas", "1");
        var configs = Map.of("compression.type", "zstd", "max.compaction.lag.ms", "3600000", "min.insync.replicas", "2",
                "segment.bytes", "1048576");
        try (var kafka = new ApacheKafka(Map.of())) {
            var results = new ArrayList<List<Object>>();
            for (String address : List.of(kafka.address(), server.address())) {
                try (var admin = Admin.create(Map.of("bootstrap.servers", address));
                        var producer = new KafkaProducer<>(
                                Map.of("bootstrap.servers", address, "acks", "all", "delivery.timeout.ms", 10_000,
                                        "request.timeout.ms", 5_000, "linger.ms", 0),
                                new StringSerializer(), new StringSerializer())) {
                    create(admin, "plain", Map.of());
                    create(admin, "set", configs);
                    results.add(List.of(describe(admin, "plain", defaults), describe(admin, "set", configs),
                            producer.send(new ProducerRecord<>("set", 0, "k", "v")).get().offset()));
                }
            }
            assertThat(results.get(1)).isEqualTo(results.get(0)).element(2).isEqualTo(0L);
        }
    }

    private List<Codec> codecs(String topic) {
        var codecs = new ArrayList<Codec>();
        for (Batch batch : server.broker.partition(topic, 0).read(0, Integer.MAX_VALUE)) {
            codecs.add(((PackedBatch) batch).codec());
        }
        return codecs;
    }

    @ParameterizedTest
    @EnumSource
    void batchesAreStoredInTheCodecOfTheirTopic(Codec codec) throws Exception {
        String type = codec == Codec.NONE ? "uncompressed" : codec.name().toLowerCase(Locale.ROOT);
        create(server.admin(), "t", Map.of("compression.type", type));
        var values = new ArrayList<String>();
        for (String from : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            var producer = server.producer("compression.type", from, "linger.ms", 0);
            values.add(from + " " + "text ".repeat(1000));
            producer.send(new ProducerRecord<>("t", 0, 1_700_000_000_000L, "key", values.getLast())).get();
        }
        server.broker.append(new gregor.topic.TopicPartition("t", 0), ListBatch.of(Event.of("another door")));
        values.add("another door");
        assertThat(codecs("t")).hasSize(6).containsOnly(codec);
        var consumer = server.consumer();
        consumer.assign(List.of(new TopicPartition("t", 0)));
        var records = KafkaTestServer.poll(consumer, 6);
        assertThat(KafkaTestServer.values(records)).isEqualTo(values);
        assertThat(records.getFirst().timestamp()).isEqualTo(1_700_000_000_000L);
        close();
        open();
        server.producer("compression.type", codec == Codec.GZIP ? "lz4" : "gzip")
                .send(new ProducerRecord<>("t", 0, "key", "later")).get();
        assertThat(codecs("t")).hasSize(7).containsOnly(codec);
    }

    @Test
    void aResentBatchIsRecognisedAfterItWasCompressed() throws Exception {
        create(server.admin(), "t", Map.of("compression.type", "zstd"));
        var batch = PackedBatch.of(
                ListBatch.of(new gregor.list.Origin(7, (short) 0, 0), List.of(Event.of("a"), Event.of("b"))),
                Codec.NONE);
        for (int i = 0; i < 2; i++) {
            assertThat(PoisonBatchesTest.send(server.address(), "t", 9, batch.bytes()).baseOffset()).isZero();
        }
        assertThat(server.broker.partition("t", 0).end()).isEqualTo(2);
        assertThat(codecs("t")).containsExactly(Codec.ZSTD);
    }

    @Test
    void aBatchIsRefusedThatIsTooLargeInTheCodecOfItsTopic() throws Exception {
        create(server.admin(), "t", Map.of("compression.type", "uncompressed"));
        var producer = server.producer("compression.type", "zstd", "max.request.size", 5_000_000);
        assertThatThrownBy(() -> producer.send(new ProducerRecord<>("t", 0, "k", "text ".repeat(500_000))).get())
                .isInstanceOf(ExecutionException.class).cause().isInstanceOf(RecordTooLargeException.class);
        assertThat(server.broker.partition("t", 0).end()).isZero();
        producer.send(new ProducerRecord<>("t", 0, "k", "text")).get();
    }

    @Test
    void aCompactionIsDueAfterTheMaximumLag() throws Exception {
        long old = System.currentTimeMillis() - Duration.ofHours(2).toMillis();
        for (String lag : List.of("3600000", "36000000")) {
            create(server.admin(), "t" + lag, Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "1.0",
                    "max.compaction.lag.ms", lag));
            var producer = server.producer("linger.ms", 0);
            for (int i = 0; i < 4; i++) {
                producer.send(new ProducerRecord<>("t" + lag, 0, old, i < 3 ? "k" : "last", "" + i)).get();
            }
        }
        server.broker.keepHouse();
        for (Map.Entry<String, List<String>> expected : Map
                .of("t3600000", List.of("2", "3"), "t36000000", List.of("0", "1", "2", "3")).entrySet()) {
            var consumer = server.consumer();
            consumer.assign(List.of(new TopicPartition(expected.getKey(), 0)));
            assertThat(KafkaTestServer.values(KafkaTestServer.poll(consumer, expected.getValue().size())))
                    .isEqualTo(expected.getValue());
        }
    }

    @Test
    void segmentsMayBeSmallerThanTheLargestBatch() throws Exception {
        create(server.admin(), "t", Map.of("segment.bytes", "1048576", "max.message.bytes", "3000000"));
        var producer = server.producer("max.request.size", 5_000_000);
        for (int size : new int[]{900_000, 2_500_000, 900_000}) {
            producer.send(new ProducerRecord<>("t", 0, null, "x".repeat(size))).get();
        }
        close();
        open();
        var consumer = server.consumer();
        consumer.assign(List.of(new TopicPartition("t", 0)));
        assertThat(KafkaTestServer.values(KafkaTestServer.poll(consumer, 3))).extracting(String::length)
                .containsExactly(900_000, 2_500_000, 900_000);
        assertThat(server.admin().listOffsets(Map.of(new TopicPartition("t", 0), OffsetSpec.latest())).all().get()
                .values()).singleElement().extracting(result -> result.offset()).isEqualTo(3L);
    }
}
