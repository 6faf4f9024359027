package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A thousand idle connections, and two hundred that write at the same time.
class ManyConnectionsTest {
    private static final int IDLE = 1000;
    private static final int BUSY = 200;
    private static final int EACH = 20;

    @TempDir
    private Path folder;

    @Test
    void servesAThousandIdleAndTwoHundredBusyConnections() throws Exception {
        var idle = new ArrayList<RawClient>();
        try (var server = new KafkaTestServer(
                BrokerSettings.in(folder).with(new PackedFormat()).with(gregor.file.FsyncPolicy.never()))) {
            server.broker.createTopic("orders", 4, Map.of());
            for (int i = 0; i < IDLE; i++) {
                var client = new RawClient(server.address());
                client.ask(new ApiVersionsRequestData(), 0);
                idle.add(client);
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> busy = IntStream.range(0, BUSY).<Future<?>>mapToObj(i -> threads.submit(() -> {
                    write(server.address(), i % 4);
                    return null;
                })).toList();
                for (Future<?> one : busy) {
                    one.get();
                }
            }
            assertThat(IntStream.range(0, 4).mapToLong(i -> server.broker.partition("orders", i).end()).sum())
                    .isEqualTo(BUSY * EACH);
            assertThat(server.door.connections()).hasSizeGreaterThanOrEqualTo(IDLE);
            for (RawClient client : idle) {
                client.ask(new ApiVersionsRequestData(), 0);
                client.close();
            }
        }
    }

    private static void write(String address, int partition) throws IOException {
        try (var client = new RawClient(address)) {
            for (int i = 0; i < EACH; i++) {
                var batch = PackedBatch.of(ListBatch.of(Event.of("key", "value " + i)), Codec.NONE);
                var topics = new TopicProduceDataCollection();
                topics.add(new TopicProduceData().setName("orders").setPartitionData(List.of(new PartitionProduceData()
                        .setIndex(partition).setRecords(MemoryRecords.readableRecords(batch.bytes())))));
                var answer = (ProduceResponseData) client
                        .ask(new ProduceRequestData().setAcks((short) -1).setTimeoutMs(5000).setTopicData(topics), 9);
                assertThat(answer.responses().iterator().next().partitionResponses().getFirst().errorCode()).isZero();
            }
        }
    }
}
