package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Responses whose requests ask for too much.
class LargeResponsesTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int PARTITIONS = 8;

    @TempDir
    private Path folder;

    private KafkaTestServer server(boolean inFiles) {
        BrokerSettings settings = inFiles ? BrokerSettings.in(folder) : BrokerSettings.inMemory(folder);
        return new KafkaTestServer(settings.with(new PackedFormat()).with(FsyncPolicy.never()));
    }

    /// A client may ask for 2 GiB of each partition.
    @Test
    void aFetchResponseHasALimit() throws Exception {
        try (var server = server(true)) {
            server.broker.createTopic("large", PARTITIONS, Map.of());
            var batch = PackedBatch.of(ListBatch.of(new Event(1, null, new byte[MEGABYTE - 200], List.of())),
                    Codec.NONE);
            for (int i = 0; i < PARTITIONS * 10; i++) {
                server.broker.append(new TopicPartition("large", i % PARTITIONS), batch);
            }
            var fetch = new FetchRequestData().setMaxBytes(Integer.MAX_VALUE)
                    .setTopics(
                            List.of(new FetchRequestData.FetchTopic().setTopic("large")
                                    .setPartitions(IntStream.range(0, PARTITIONS)
                                            .mapToObj(number -> new FetchRequestData.FetchPartition()
                                                    .setPartition(number).setPartitionMaxBytes(Integer.MAX_VALUE))
                                            .toList())));
            try (var client = new RawClient(server.door)) {
                client.send(RawClient.frame(ApiKeys.FETCH, 12, 1, fetch));
                assertThat(client.receive().remaining()).isBetween(50 * MEGABYTE, 56 * MEGABYTE);
            }
        }
    }

    /// Records that are in files and take no memory.
    private record HugeRecords(int sizeInBytes) implements BaseRecords {
        @Override
        public RecordsSend<? extends BaseRecords> toSend() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aResponseOfMoreThan2GiBClosesTheConnection() {
        var topic = new FetchResponseData.FetchableTopicResponse().setTopic("large");
        for (int i = 0; i < 3; i++) {
            topic.partitions().add(new FetchResponseData.PartitionData().setRecords(new HugeRecords(800_000_000)));
        }
        var response = new FetchResponseData().setResponses(List.of(topic));
        assertThatThrownBy(() -> MessageCodec.encode(ApiKeys.FETCH, (short) 12, 1, response))
                .isInstanceOf(CloseConnectionException.class).hasMessageContaining("2 GiB");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLargestTimestampIsFound(boolean inFiles) throws Exception {
        try (var server = server(inFiles)) {
            server.broker.createTopic("words", 1, Map.of("max.message.bytes", "1000", "segment.bytes", "5000"));
            assertThat(largest(server)).isEqualTo("-1@-1");
            for (int start = 0; start < 500; start += 5) {
                long first = start;
                server.broker.append(new TopicPartition("words", 0),
                        ListBatch.of(LongStream.range(0, 5)
                                .mapToObj(i -> Event.of("word").at(Instant.ofEpochMilli(timestamp(first + i))))
                                .toArray(Event[]::new)));
            }
            long newest = LongStream.range(0, 500).map(LargeResponsesTest::timestamp).max().orElseThrow();
            long offset = LongStream.range(0, 500).filter(i -> timestamp(i) == newest).findFirst().orElseThrow();
            assertThat(largest(server)).isEqualTo(newest + "@" + offset);
        }
    }

    /// Rises to the middle of the log and then falls.
    private static long timestamp(long offset) {
        return 1_790_000_000_000L - Math.abs(offset - 251) / 2 * 1_000;
    }

    private static String largest(KafkaTestServer server) throws Exception {
        var request = new ListOffsetsRequestData().setReplicaId(-1)
                .setTopics(List.of(new ListOffsetsRequestData.ListOffsetsTopic().setName("words").setPartitions(List
                        .of(new ListOffsetsRequestData.ListOffsetsPartition().setPartitionIndex(0).setTimestamp(-3)))));
        try (var client = new RawClient(server.door)) {
            var response = (ListOffsetsResponseData) client.ask(ApiKeys.LIST_OFFSETS, 7, request);
            var found = response.topics().getFirst().partitions().getFirst();
            return found.timestamp() + "@" + found.offset();
        }
    }
}
