package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.broker.Partition;
import gregor.file.FsyncPolicy;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Resends that a partition recognises, and batches that it rejects.
@Timeout(60)
class ProducerStatesTest {
    @TempDir
    private Path folder;

    private KafkaTestServer server() {
        KafkaTestServer server = new KafkaTestServer(
                BrokerSettings.in(folder).with(new PackedFormat()).with(FsyncPolicy.never()));
        if (server.broker.partitions("words") == 0) {
            server.broker.createTopic("words", 1, Map.of());
        }
        return server;
    }

    private static PackedBatch batch(long producer, int epoch, int sequence, int count) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            events.add(Event.of("" + (sequence + i)).at(Instant.now()));
        }
        return PackedBatch.of(ListBatch.of(new Origin(producer, (short) epoch, sequence), events), Codec.NONE);
    }

    private static String send(KafkaTestServer server, ByteBuffer... batches) throws IOException {
        int size = 0;
        for (ByteBuffer batch : batches) {
            size += batch.remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (ByteBuffer batch : batches) {
            all.put(batch);
        }
        try (var client = new RawClient(server.door)) {
            var part = new PartitionProduceData().setIndex(0)
                    .setRecords(batches.length == 0 ? null : MemoryRecords.readableRecords(all.flip()));
            var request = new ProduceRequestData().setAcks((short) -1).setTopicData(new TopicProduceDataCollection(
                    List.of(new TopicProduceData().setName("words").setPartitionData(List.of(part))).iterator()));
            var answer = ((ProduceResponseData) client.ask(ApiKeys.PRODUCE, 9, request)).responses().iterator().next()
                    .partitionResponses().getFirst();
            return answer.errorCode() == 0 ? "" + answer.baseOffset() : Errors.forCode(answer.errorCode()).name();
        }
    }

    private static String send(KafkaTestServer server, long producer, int epoch, int sequence, int count)
            throws IOException {
        return send(server, batch(producer, epoch, sequence, count).bytes());
    }

    @Test
    void aResendIsRecognisedAfterARestart() throws IOException {
        try (KafkaTestServer server = server()) {
            for (int i = 0; i < 7; i++) {
                assertThat(send(server, 42, 0, 3 * i, 3)).isEqualTo("" + 3 * i);
            }
            assertThat(send(server, 42, 0, 18, 3)).as("the last batch").isEqualTo("18");
            assertThat(send(server, 42, 0, 6, 3)).as("the fifth last batch").isEqualTo("6");
            assertThat(send(server, 42, 0, 3, 3)).as("an older batch").isEqualTo("OUT_OF_ORDER_SEQUENCE_NUMBER");
            assertThat(server.broker.partition("words", 0).end()).isEqualTo(21);
        }
        try (KafkaTestServer server = server()) {
            assertThat(send(server, 42, 0, 18, 3)).isEqualTo("18");
            assertThat(send(server, 42, 0, 6, 3)).isEqualTo("6");
            assertThat(send(server, 42, 0, 24, 3)).as("a batch is missing").isEqualTo("OUT_OF_ORDER_SEQUENCE_NUMBER");
            assertThat(send(server, 42, 0, 21, 3)).isEqualTo("21");
            assertThat(server.broker.partition("words", 0).end()).isEqualTo(24);
        }
    }

    @Test
    void epochsAndSequencesAreChecked() throws IOException {
        try (KafkaTestServer server = server()) {
            assertThat(send(server, 7, 3, 5, 1)).as("any first sequence of an unknown producer").isEqualTo("0");
            assertThat(send(server, 7, 2, 6, 1)).isEqualTo("INVALID_PRODUCER_EPOCH");
            assertThat(send(server, 7, 4, 6, 1)).as("a new epoch begins at 0")
                    .isEqualTo("OUT_OF_ORDER_SEQUENCE_NUMBER");
            assertThat(send(server, 7, 4, 0, 2)).isEqualTo("1");
            assertThat(send(server, 7, 4, 0, 2)).isEqualTo("1");
            assertThat(send(server, 7, 4, 0, 1)).as("another batch").isEqualTo("OUT_OF_ORDER_SEQUENCE_NUMBER");
            assertThat(send(server, 9, 0, Integer.MAX_VALUE - 1, 2)).isEqualTo("3");
            assertThat(send(server, 9, 0, 0, 1)).as("after the largest number comes 0").isEqualTo("5");
            assertThat(send(server, 8, 0, -1, 1)).isEqualTo("INVALID_RECORD");
            assertThat(send(server, -1, -1, -1, 1)).isEqualTo("6");
            assertThat(send(server, -1, -1, -1, 1)).isEqualTo("7");
        }
    }

    @Test
    void malformedBatchesAreRejected() throws IOException {
        try (KafkaTestServer server = server()) {
            byte[] good = batch(-1, -1, -1, 2).bytes().array();
            assertThat(send(server)).isEqualTo("INVALID_RECORD");
            assertThat(send(server, ByteBuffer.wrap(good), ByteBuffer.wrap(good))).isEqualTo("INVALID_RECORD");
            assertThat(send(server, changed(good, good.length - 1, 1))).isEqualTo("CORRUPT_MESSAGE");
            assertThat(send(server, changed(good, 16, 3))).as("magic 1").isEqualTo("INVALID_RECORD");
            assertThat(send(server, ByteBuffer.wrap(good, 0, good.length - 3))).isEqualTo("CORRUPT_MESSAGE");
            assertThat(send(server, ByteBuffer.wrap(good, 0, 10))).isEqualTo("INVALID_RECORD");
            assertThat(server.broker.partition("words", 0).end()).isZero();
            assertThat(send(server, ByteBuffer.wrap(good))).isEqualTo("0");
        }
    }

    @Test
    void afterARejectionAnotherConnectionMayAppend() throws Exception {
        try (KafkaTestServer server = server()) {
            assertThat(send(server, 7, 0, -1, 1)).isEqualTo("INVALID_RECORD");
            assertThat(send(server, 7, 0, 0, 1)).isEqualTo("0");
            assertThat(send(server, 7, 0, 5, 1)).isEqualTo("OUT_OF_ORDER_SEQUENCE_NUMBER");
            assertThat(send(server, 7, 0, 1, 1)).isEqualTo("1");
        }
    }

    private static ByteBuffer changed(byte[] bytes, int at, int bits) {
        byte[] copy = bytes.clone();
        copy[at] ^= (byte) bits;
        return ByteBuffer.wrap(copy);
    }

    @Test
    void producersExpireAfterADayAndTheirNumberIsLimited() {
        try (KafkaTestServer server = server()) {
            long[] now = {System.currentTimeMillis()};
            var manager = new ProducerStates(server.broker.settings().with(() -> Instant.ofEpochMilli(now[0])), 3);
            Partition words = server.broker.partition("words", 0);
            for (int producer = 0; producer < 10; producer++) {
                assertThat(manager.append(words, batch(producer, 0, 0, 1), false)).isEqualTo(producer);
            }
            assertThat(manager.size()).isEqualTo(3);
            assertThat(manager.append(words, batch(7, 0, 0, 1), false)).as("a resend of a known producer").isEqualTo(7);
            assertThat(manager.append(words, batch(6, 0, 1, 1), false)).as("a forgotten producer goes on")
                    .isEqualTo(10);
            now[0] += TimeUnit.HOURS.toMillis(23);
            manager.expire();
            assertThat(manager.append(words, batch(6, 0, 1, 1), false)).isEqualTo(10);
            assertThat(manager.append(words, batch(6, 0, 2, 1), false)).isEqualTo(11);
            now[0] += TimeUnit.HOURS.toMillis(2);
            manager.expire();
            assertThat(manager.append(words, batch(6, 0, 3, 1), false)).isEqualTo(12);
            assertThat(manager.size()).as("the others have not written for a day").isOne();
        }
    }

    private static DescribeProducersResponseData.PartitionResponse producers(KafkaTestServer server)
            throws IOException {
        try (var client = new RawClient(server.door)) {
            var request = new DescribeProducersRequestData().setTopics(List.of(
                    new DescribeProducersRequestData.TopicRequest().setName("words").setPartitionIndexes(List.of(0))));
            return ((DescribeProducersResponseData) client.ask(request, 0)).topics().getFirst().partitions().getFirst();
        }
    }

    @Test
    void producersAreDescribedByTheirLastBatch() throws IOException {
        DescribeProducersResponseData.ProducerState seven;
        try (KafkaTestServer server = server()) {
            assertThat(producers(server).activeProducers()).isEmpty();
            assertThat(send(server, 7, 0, 0, 3)).isEqualTo("0");
            assertThat(send(server, 9, 2, 0, 1)).isEqualTo("3");
            assertThat(send(server, 7, 0, 7, 1)).isEqualTo("OUT_OF_ORDER_SEQUENCE_NUMBER");
            var both = producers(server).activeProducers();
            assertThat(both).extracting(producer -> producer.producerId()).containsExactly(7L, 9L);
            seven = both.getFirst();
            assertThat(seven.producerEpoch()).isZero();
            assertThat(seven.lastSequence()).isEqualTo(2);
            assertThat(seven.lastTimestamp()).isBetween(System.currentTimeMillis() - 60_000,
                    System.currentTimeMillis());
            assertThat(seven.coordinatorEpoch()).isEqualTo(-1);
            assertThat(seven.currentTxnStartOffset()).isEqualTo(-1);
        }
        try (KafkaTestServer server = server()) {
            assertThat(producers(server).activeProducers().getFirst()).as("read from the log").isEqualTo(seven);
        }
    }
}
