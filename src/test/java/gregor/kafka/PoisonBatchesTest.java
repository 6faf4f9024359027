package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.packed.Codec;
import gregor.packed.PackedFormat;
import gregor.packed.PoisonBatches;
import gregor.packed.PoisonBatches.Poison;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Batches with a right checksum and invalid records, over the socket: none gets an offset.
@Timeout(120)
class PoisonBatchesTest {
    private static final long NOW = System.currentTimeMillis();

    @TempDir
    private static Path folder;
    private static KafkaTestServer server;

    @BeforeAll
    static void open() {
        server = new KafkaTestServer(
                BrokerSettings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never()).withNewTopics(1, true));
        server.broker.createTopic("plain", 1, Map.of());
        server.broker.createTopic("compacted", 1, Map.of("cleanup.policy", "compact"));
        server.broker.createTopic("recompressed", 1, Map.of("compression.type", "lz4"));
        server.broker.createTopic("stamped", 1, Map.of("message.timestamp.type", "LogAppendTime"));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    static List<Poison> poisons() throws IOException {
        return PoisonBatches.all(NOW);
    }

    private static ProduceRequestData request(String topic, ByteBuffer... batches) {
        var partitions = new ArrayList<PartitionProduceData>();
        for (ByteBuffer batch : batches) {
            partitions.add(new PartitionProduceData().setIndex(0).setRecords(MemoryRecords.readableRecords(batch)));
        }
        var topics = new TopicProduceDataCollection();
        topics.add(new TopicProduceData().setName(topic).setPartitionData(partitions));
        return new ProduceRequestData().setAcks((short) -1).setTimeoutMs(20_000).setTopicData(topics);
    }

    private static List<PartitionProduceResponse> send(RawClient client, int version, ProduceRequestData request)
            throws IOException {
        var answer = (ProduceResponseData) client.ask(request, version);
        return answer.responses().iterator().next().partitionResponses();
    }

    static PartitionProduceResponse send(String address, String topic, int version, ByteBuffer batch)
            throws IOException {
        try (var client = new RawClient(address)) {
            return send(client, version, request(topic, batch)).getFirst();
        }
    }

    private Errors send(String topic, ByteBuffer batch) throws IOException {
        return Errors.forCode(send(server.address(), topic, 9, batch).errorCode());
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void aPoisonGetsNoOffset(Poison poison) throws IOException {
        for (String topic : List.of("plain", "compacted", "recompressed")) {
            long end = server.broker.partition(topic, 0).end();
            assertThat(send(topic, ByteBuffer.wrap(poison.bytes()))).as(topic).isEqualTo(poison.error());
            assertThat(server.broker.partition(topic, 0).end()).as(topic).isEqualTo(end);
        }
    }

    /// The timestamps of the producer do not count there.
    @ParameterizedTest
    @MethodSource("poisons")
    void aTopicWithTheBrokersTimestampsRefusesAllButWrongTimestamps(Poison poison) throws IOException {
        boolean replaced = poison.error() == Errors.INVALID_TIMESTAMP && !poison.what().contains("of the broker");
        assertThat(send("stamped", ByteBuffer.wrap(poison.bytes()))).isEqualTo(replaced ? Errors.NONE : poison.error());
    }

    @ParameterizedTest
    @EnumSource
    void aValidBatchGetsAnOffsetOnEveryTopic(Codec codec) throws IOException {
        for (String topic : List.of("plain", "compacted", "recompressed", "stamped")) {
            long end = server.broker.partition(topic, 0).end();
            assertThat(send(topic, PoisonBatches.valid(codec, NOW))).isEqualTo(Errors.NONE);
            assertThat(server.broker.partition(topic, 0).entries(end)).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCompactedTopicNeedsKeys(Codec codec) throws IOException {
        assertThat(send("compacted", PoisonBatches.withoutKey(codec, NOW))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(send("plain", PoisonBatches.withoutKey(codec, NOW))).isEqualTo(Errors.NONE);
    }

    /// ListOffsets by time and retention rely on the header.
    @Test
    void aWrongMaximumTimestampInTheHeaderIsCorrected() throws Exception {
        ByteBuffer batch = PoisonBatches.withMaxTimestamp(PoisonBatches.valid(Codec.ZSTD, NOW), NOW + (1L << 40));
        PartitionProduceResponse answer = send(server.address(), "plain", 9, batch);
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.NONE);
        var partition = new TopicPartition("plain", 0);
        assertThat(server.admin().listOffsets(Map.of(partition, OffsetSpec.forTimestamp(NOW + 2)))
                .partitionResult(partition).get().offset()).isEqualTo(-1);
        assertThat(server.broker.partition("plain", 0).read(answer.baseOffset(), 1)).first()
                .extracting(stored -> stored.maxTimestamp()).isEqualTo(NOW + 1);
    }

    @Test
    void zstdNeedsVersion7() throws IOException {
        ByteBuffer batch = PoisonBatches.valid(Codec.ZSTD, NOW);
        assertThat(Errors.forCode(send(server.address(), "plain", 6, batch.duplicate()).errorCode()))
                .isEqualTo(Errors.UNSUPPORTED_COMPRESSION_TYPE);
        assertThat(Errors.forCode(send(server.address(), "plain", 7, batch).errorCode())).isEqualTo(Errors.NONE);
    }

    /// Else a request of a megabyte could cost minutes.
    @Test
    void theBatchesOfARequestShareWhatTheyMayTake() throws IOException {
        ByteBuffer[] batches = new ByteBuffer[4];
        Arrays.setAll(batches, i -> PoisonBatches.zeros(10 << 20, NOW));
        try (var client = new RawClient(server.door)) {
            assertThat(send(client, 9, request("plain", batches)))
                    .extracting(answer -> Errors.forCode(answer.errorCode())).containsExactly(Errors.NONE,
                            Errors.MESSAGE_TOO_LARGE, Errors.MESSAGE_TOO_LARGE, Errors.MESSAGE_TOO_LARGE);
            assertThat(send(client, 9, request("plain", batches[1])).getFirst().errorCode())
                    .as("in a request of its own").isEqualTo(Errors.NONE.code());
        }
    }

    /// Whatever the bytes, the broker answers each request, and what it accepts is read by Kafka's consumer.
    @Test
    void whatIsAcceptedCanBeRead() throws Exception {
        server.broker.createTopic("changed", 1, Map.of());
        long seed = Long.getLong("gregor.seed", 5);
        var random = new Random(seed);
        int runs = Boolean.getBoolean("gregor.prove") ? 30_000 : 3_000;
        try (var client = new RawClient(server.door)) {
            for (int i = 0; i < runs; i++) {
                send(client, 9, request("changed", PoisonBatches.changed(random, NOW)));
            }
        }
        long end = server.broker.partition("changed", 0).end();
        assertThat(end).as("seed " + seed).isPositive();
        assertThat(server.broker.partition("changed", 0).entries(0)).as("seed " + seed).hasSize((int) end);
        var consumer = server.consumer();
        consumer.assign(List.of(new TopicPartition("changed", 0)));
        assertThat(KafkaTestServer.poll(consumer, (int) end)).as("seed " + seed).hasSize((int) end);
    }

    /// A batch that Kafka judges otherwise says why.
    @Test
    void apacheKafkaJudgesAlike() throws Exception {
        var different = new ArrayList<String>();
        try (var kafka = new ApacheKafka(Map.of());
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            admin.createTopics(List.of(new NewTopic("plain", 1, (short) 1))).all().get();
            ApacheKafka.awaitTopic(admin, "plain", 1);
            for (Poison poison : poisons()) {
                Errors error = Errors
                        .forCode(send(kafka.address(), "plain", 9, ByteBuffer.wrap(poison.bytes())).errorCode());
                if ((error == poison.error()) != (poison.kafka() == null)) {
                    different.add(poison.what() + ": Kafka " + error + ", ours " + poison.error() + " ("
                            + poison.kafka() + ")");
                }
            }
        }
        assertThat(different).isEmpty();
    }
}
