package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.BrokerSettings;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The largest requests that a broker's own limits allow fit into the limits of a request, and larger ones are rejected
/// before memory is allocated for them.
class LargestRequestsTest {
    private static final int PARTITIONS = 50_000;
    private static final int TOPICS = 20_000;

    @TempDir
    private Path folder;

    private static String name(int number) {
        String digits = Integer.toString(number);
        return "t".repeat(249 - digits.length()) + digits;
    }

    private static <T> List<T> list(int count, IntFunction<T> element) {
        return IntStream.range(0, count).mapToObj(element).toList();
    }

    /// Requests that name all partitions of a broker with 50,000, or 20,000 topics with names of the greatest length.
    static Stream<ApiMessage> largest() {
        var configs = new IncrementalAlterConfigsRequestData();
        var topics = new CreateTopicsRequestData();
        for (int i = 0; i < TOPICS; i++) {
            var resource = new AlterConfigsResource().setResourceType((byte) 2).setResourceName(name(i));
            resource.configs().add(new AlterableConfig().setName(TopicConfig.RETENTION_MS_CONFIG).setValue("86400000"));
            resource.configs()
                    .add(new AlterableConfig().setName(TopicConfig.CLEANUP_POLICY_CONFIG).setValue("compact"));
            configs.resources().add(resource);
            var topic = new CreatableTopic().setName(name(i)).setNumPartitions(1).setReplicationFactor((short) 1);
            topic.configs()
                    .add(new CreatableTopicConfig().setName(TopicConfig.RETENTION_MS_CONFIG).setValue("86400000"));
            topics.topics().add(topic);
        }
        return Stream
                .of(configs, topics,
                        new MetadataRequestData().setTopics(list(PARTITIONS,
                                number -> new MetadataRequestData.MetadataRequestTopic().setName(name(number)))),
                        new OffsetCommitRequestData().setGroupId("g").setMemberId("m")
                                .setTopics(list(5, topic -> new OffsetCommitRequestTopic().setName(name(topic))
                                        .setPartitions(list(PARTITIONS / 5,
                                                number -> new OffsetCommitRequestPartition().setPartitionIndex(number)
                                                        .setCommittedMetadata("x".repeat(200)))))),
                        new FetchRequestData().setTopics(list(
                                PARTITIONS,
                                topic -> new FetchRequestData.FetchTopic().setTopic(name(topic))
                                        .setPartitions(List.of(new FetchRequestData.FetchPartition())))),
                        new SyncGroupRequestData().setGroupId("g").setMemberId("m").setAssignments(list(1_000,
                                member -> new SyncGroupRequestAssignment().setMemberId(name(member)).setAssignment(
                                        new byte[Short.BYTES + 5 * 255 + Integer.BYTES * PARTITIONS / 1_000]))));
    }

    private static short version(ApiMessage message) {
        return switch (ApiKeys.forId(message.apiKey())) {
            case OFFSET_COMMIT -> 8;
            case FETCH -> 12;
            default -> ApiKeys.forId(message.apiKey()).latestVersion();
        };
    }

    @ParameterizedTest
    @MethodSource("largest")
    void theLargestRequestsFit(ApiMessage message) {
        ByteBuffer frame = ByteBuffer.wrap(RawClient.body(message, version(message), 1));
        System.out.println(
                "LargestRequestsTest: " + ApiKeys.forId(message.apiKey()).name + ": " + frame.remaining() + " bytes");
        KafkaApis.checkSize(frame, frame.remaining());
        assertThat(MessageCodec.decode(ApiKeys.forId(message.apiKey()), frame).message()).isNotNull();
    }

    @Test
    void onlyProduceMayBeLarger() {
        assertThatThrownBy(() -> KafkaApis.checkSize(start(ApiKeys.LIST_GROUPS), KafkaApis.MAX_BYTES + 1))
                .isInstanceOf(CloseConnectionException.class).hasMessageContaining("" + KafkaApis.MAX_BYTES);
        KafkaApis.checkSize(start(ApiKeys.LIST_GROUPS), KafkaApis.MAX_BYTES);
        KafkaApis.checkSize(start(ApiKeys.PRODUCE), 100 << 20);
    }

    private static ByteBuffer start(ApiKeys api) {
        return ByteBuffer.allocate(100).putShort(0, api.id);
    }

    /// A frame is rejected when its first bytes have arrived, not its last.
    @Test
    void aBufferDoesNotGrowForARequestThatIsTooLarge() {
        ByteBuffer sent = ByteBuffer.allocate(100_000).putInt(90 << 20).putShort(ApiKeys.LIST_GROUPS.id);
        var frames = new Frames(Channels.newChannel(new ByteArrayInputStream(sent.array())),
                (first, bytes, held) -> KafkaApis.checkSize(first, bytes));
        assertThatThrownBy(() -> frames.next(100 << 20)).isInstanceOf(CloseConnectionException.class);
    }

    /// 15 million empty filters are strings of 50 bytes each.
    @Test
    void millionsOfFiltersCloseTheConnection() throws Exception {
        try (var server = new KafkaTestServer(BrokerSettings.inMemory(folder));
                var client = new RawClient(server.door);
                var other = new RawClient(server.door)) {
            var request = new ListGroupsRequestData().setStatesFilter(Collections.nCopies(15_000_000, ""));
            byte[] frame = RawClient.frame(ApiKeys.LIST_GROUPS, 4, 1, request);
            client.send(frame);
            assertThat(client.receive()).isNull();
            assertThat(other.ask(new ListGroupsRequestData(), 4)).isNotNull();
        }
    }
}
