package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.kafka.Authorizer.AclOperation;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopicCollection;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Names and ids of topics, and what a principal that may not see a topic can learn about it.
@Timeout(60)
class VisibilityTest {
    private static final String SECRET = "secret-plans";

    @TempDir
    private Path folder;
    private KafkaTestServer server;
    private RawClient client;

    /// Everything is allowed on groups and on the topics `open` and `written`, but only writing to `written`.
    @BeforeEach
    void open() throws IOException {
        server = new KafkaTestServer(BrokerSettings.inMemory(folder),
                settings -> settings.withAuthorizer((principal, operation, type, name) -> !name.equals(SECRET)
                        && (!name.equals("written") || operation == AclOperation.WRITE)));
        List.of(SECRET, "open", "written").forEach(topic -> server.broker.createTopic(topic, 1, Map.of()));
        client = new RawClient(server.door);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private Uuid id(String topic) {
        return LocalNode.uuid(server.broker.topicId(topic));
    }

    /// A request by topic id, in the newest version of each kind that has ids.
    private static Map<ApiKeys, ApiMessage> requests(Uuid id) {
        return Map
                .of(ApiKeys.METADATA,
                        new MetadataRequestData()
                                .setTopics(List.of(new MetadataRequestTopic().setName(null).setTopicId(id))),
                        ApiKeys.FETCH,
                        new FetchRequestData().setMaxWaitMs(0).setTopics(List.of(new FetchRequestData.FetchTopic()
                                .setTopicId(id).setPartitions(List.of(new FetchRequestData.FetchPartition())))),
                        ApiKeys.PRODUCE,
                        new ProduceRequestData()
                                .setAcks(
                                        (short) 1)
                                .setTopicData(new ProduceRequestData.TopicProduceDataCollection(List
                                        .of(new ProduceRequestData.TopicProduceData().setTopicId(id).setPartitionData(
                                                List.of(new ProduceRequestData.PartitionProduceData())))
                                        .iterator())),
                        ApiKeys.OFFSET_COMMIT,
                        new OffsetCommitRequestData().setGroupId("g").setTopics(List
                                .of(new OffsetCommitRequestData.OffsetCommitRequestTopic().setTopicId(id).setPartitions(
                                        List.of(new OffsetCommitRequestData.OffsetCommitRequestPartition())))),
                        ApiKeys.OFFSET_FETCH,
                        new OffsetFetchRequestData()
                                .setGroups(List.of(new OffsetFetchRequestData.OffsetFetchRequestGroup().setGroupId("g")
                                        .setTopics(List.of(new OffsetFetchRequestData.OffsetFetchRequestTopics()
                                                .setTopicId(id).setPartitionIndexes(List.of(0)))))),
                        ApiKeys.DELETE_TOPICS, new DeleteTopicsRequestData()
                                .setTopics(List.of(new DeleteTopicState().setName(null).setTopicId(id))));
    }

    private String answer(ApiKeys api, Uuid id) throws IOException {
        int version = EveryVersionTest.apis().stream().filter(each -> each.key() == api).findFirst().orElseThrow()
                .versions().newest();
        return client.ask(requests(id).get(api), version).toString().replace(id.toString(), "ID");
    }

    @Test
    void theIdOfATopicThatMayNotBeSeenIsAnsweredLikeAnUnknownId() throws IOException {
        for (ApiKeys api : requests(Uuid.ZERO_UUID).keySet()) {
            String answer = answer(api, id(SECRET));
            assertThat(answer).as(api.name).isEqualTo(answer(api, Uuid.randomUuid()))
                    .contains("errorCode=" + Errors.UNKNOWN_TOPIC_ID.code()).doesNotContain(SECRET);
            assertThat(answer(api, id("written"))).as(api.name)
                    .doesNotContain("errorCode=" + Errors.UNKNOWN_TOPIC_ID.code() + ",");
        }
        assertThat(server.broker.topicNames()).contains(SECRET);
    }

    /// A principal that may write to a topic sees its metadata, as in Kafka.
    @Test
    void listsContainTopicsWithAnyPermission() throws IOException {
        String all = client.ask(new MetadataRequestData().setTopics(null), 13).toString();
        assertThat(all).contains("'open'", "'written'").doesNotContain(SECRET);
    }

    /// The Java client sends an empty name with an id.
    @Test
    void anIdIsAnsweredWhateverTheNameIs() throws IOException {
        for (String name : new String[]{null, ""}) {
            var topics = List.of(new MetadataRequestTopic().setName(name).setTopicId(id("open")),
                    new MetadataRequestTopic().setName(name).setTopicId(id("written")));
            assertThat(client.ask(new MetadataRequestData().setTopics(topics), 12).toString()).contains("'open'",
                    "'written'");
        }
    }

    private List<DeletableTopicResult> delete(DeleteTopicState... topics) throws IOException {
        var answer = (DeleteTopicsResponseData) client.ask(new DeleteTopicsRequestData().setTopics(List.of(topics)), 6);
        return List.copyOf(answer.responses());
    }

    private static DeleteTopicState topic(String name, Uuid id) {
        return new DeleteTopicState().setName(name).setTopicId(id);
    }

    private static void check(DeletableTopicResult result, String name, Uuid id, Errors error) {
        assertThat(result.name()).isEqualTo(name);
        assertThat(result.topicId()).isEqualTo(id);
        assertThat(Errors.forCode(result.errorCode())).isEqualTo(error);
    }

    @Test
    void deletedTopicsAreAnsweredWithNameAndId() throws IOException {
        Uuid none = Uuid.ZERO_UUID;
        Uuid open = id("open");
        check(delete(topic(SECRET, none)).getFirst(), SECRET, none, Errors.TOPIC_AUTHORIZATION_FAILED);
        check(delete(topic("written", none)).getFirst(), "written", none, Errors.TOPIC_AUTHORIZATION_FAILED);
        check(delete(topic(null, id("written"))).getFirst(), "written", id("written"),
                Errors.TOPIC_AUTHORIZATION_FAILED);
        check(delete(topic("none", none)).getFirst(), "none", none, Errors.UNKNOWN_TOPIC_OR_PARTITION);
        check(delete(topic(null, none)).getFirst(), null, none, Errors.INVALID_REQUEST);
        check(delete(topic("open", open)).getFirst(), "open", open, Errors.INVALID_REQUEST);
        assertThat(delete(topic("open", none), topic("open", none))).singleElement()
                .satisfies(result -> check(result, "open", none, Errors.INVALID_REQUEST));
        assertThat(delete(topic("open", none), topic(null, open))).hasSize(2)
                .allMatch(result -> result.errorCode() == Errors.INVALID_REQUEST.code());
        check(delete(topic("open", none)).getFirst(), "open", open, Errors.NONE);
        check(delete(topic(null, open)).getFirst(), null, open, Errors.UNKNOWN_TOPIC_ID);
        assertThat(server.broker.topicNames()).contains(SECRET, "written").doesNotContain("open");
    }

    private Errors addPartitions(String topic, boolean validateOnly) throws IOException {
        var topics = new CreatePartitionsTopicCollection();
        topics.add(new CreatePartitionsTopic().setName(topic).setCount(3).setAssignments(null));
        var answer = (CreatePartitionsResponseData) client
                .ask(new CreatePartitionsRequestData().setTopics(topics).setValidateOnly(validateOnly), 3);
        return Errors.forCode(answer.results().getFirst().errorCode());
    }

    @Test
    void partitionsAreAddedOnlyWithPermissionAndNeverToInternalTopics() throws IOException {
        for (boolean validateOnly : new boolean[]{true, false}) {
            assertThat(addPartitions("__consumer_offsets", validateOnly)).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
            assertThat(addPartitions("written", validateOnly)).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
            assertThat(addPartitions(SECRET, validateOnly)).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
            assertThat(addPartitions("open", validateOnly)).isEqualTo(Errors.NONE);
        }
        assertThat(server.broker.partitions("__consumer_offsets")).isEqualTo(1);
        assertThat(server.broker.partitions("open")).isEqualTo(3);
    }
}
