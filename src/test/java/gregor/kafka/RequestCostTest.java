package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gregor.kafka.limits.RequestCost;
import org.apache.kafka.common.message.ConsumerProtocolAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The cost of a request is checked before it is decoded.
@Timeout(60)
class RequestCostTest {
    private static void check(ApiMessage request, int version) {
        ApiKeys api = ApiKeys.forId(request.apiKey());
        ByteBuffer bytes = ByteBuffer.wrap(RawClient.body(request, version, 1));
        MessageCodec.cost(api, bytes);
        assertThat(MessageCodec.decode(api, bytes).message()).isEqualTo(request);
    }

    private static CreateTopicsRequestData topics(List<String> names) {
        // A large table, so that this test itself does not take cubic time.
        var topics = new CreatableTopicCollection(8 * names.size());
        names.forEach(name -> topics.mustAdd(new CreatableTopic().setName(name).setNumPartitions(1)));
        return new CreateTopicsRequestData().setTopics(topics);
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(number -> "orders-" + number).toList();
    }

    /// Names with the same hash: any row of "Aa" and "BB".
    private static List<String> colliding(int bits) {
        return IntStream.range(0, 1 << bits).mapToObj(number -> {
            var name = new StringBuilder();
            for (int bit = 0; bit < bits; bit++) {
                name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
            }
            return name.toString();
        }).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100, 20_000})
    void manyDistinctTopicNamesAreAccepted(int count) {
        for (int version = 2; version <= 7; version++) {
            check(topics(numbered(count)), version);
        }
    }

    @Test
    void aDuplicateNameIsAccepted() {
        check(topics(List.of("a", "b", "a")), 7);
    }

    @Test
    void equalNamesAreRejectedBeforeTheyTakeCubicTime() {
        for (List<String> names : List.of(java.util.Collections.nCopies(2000, ""), colliding(11))) {
            ByteBuffer frame = ByteBuffer.wrap(RawClient.body(topics(names), 7, 1));
            assertThatThrownBy(() -> MessageCodec.cost(ApiKeys.CREATE_TOPICS, frame))
                    .isInstanceOf(CloseConnectionException.class).hasMessageContaining("equal hashes");
        }
    }

    /// Names whose slots in the table are adjacent, and then names of one slot.
    @Test
    void namesThatCollideInTheTableAreRejected() {
        int size = 2 * 3000 + 1;
        var names = new ArrayList<String>();
        for (int number = 0; names.size() < 3000; number++) {
            String name = "t" + number;
            if ((name.hashCode() & Integer.MAX_VALUE) % size < 8) {
                names.add(name);
            }
        }
        ByteBuffer frame = ByteBuffer.wrap(RawClient.body(topics(names), 7, 1));
        assertThatThrownBy(() -> MessageCodec.cost(ApiKeys.CREATE_TOPICS, frame)).hasMessageContaining("equal hashes");
    }

    @Test
    void keysOfSeveralFieldsAndOtherNamesAreHashedAsKafkaClientsDoes() {
        var produce = new ProduceRequestData();
        var epochs = new OffsetForLeaderEpochRequestData();
        for (String name : colliding(11)) {
            produce.topicData().add(new TopicProduceData() {
                @Override
                public int hashCode() {
                    return System.identityHashCode(this);
                }
            }.setName(name));
            epochs.topics().add(new OffsetForLeaderTopic() {
                @Override
                public int hashCode() {
                    return System.identityHashCode(this);
                }
            }.setTopic(name));
        }
        for (ApiMessage request : List.of(produce, epochs)) {
            ByteBuffer frame = ByteBuffer.wrap(RawClient.body(request, request == produce ? 9 : 4, 1));
            assertThatThrownBy(() -> MessageCodec.cost(ApiKeys.forId(request.apiKey()), frame))
                    .hasMessageContaining("equal hashes");
        }
    }

    @Test
    void elementsAreLimited() {
        var some = new MetadataRequestData().setTopics(new ArrayList<>());
        for (int i = 0; i < RequestCost.MAX_ELEMENTS; i++) {
            some.topics().add(new MetadataRequestTopic().setName(""));
        }
        check(some, 12);
        var many = new ListGroupsRequestData();
        for (int i = 0; i <= RequestCost.MAX_ELEMENTS; i++) {
            many.statesFilter().add("");
        }
        ByteBuffer frame = ByteBuffer.wrap(RawClient.body(many, 5, 1));
        assertThatThrownBy(() -> MessageCodec.cost(ApiKeys.LIST_GROUPS, frame)).hasMessageContaining("elements");
    }

    /// The metadata of members is decoded to a collection of the same kind.
    @Test
    void metadataOfMembersIsCheckedToo() {
        var assignment = new ConsumerProtocolAssignment();
        colliding(11)
                .forEach(name -> assignment.assignedPartitions().add(new ConsumerProtocolAssignment.TopicPartition() {
                    @Override
                    public int hashCode() {
                        return System.identityHashCode(this);
                    }
                }.setTopic(name).setPartitions(List.of(0))));
        assertThat(ConsumerProtocolReader.partitions(MessageUtil.toVersionPrefixedBytes((short) 1, assignment)))
                .isEmpty();
        assignment.assignedPartitions().clear();
        assignment.assignedPartitions()
                .add(new ConsumerProtocolAssignment.TopicPartition().setTopic("orders").setPartitions(List.of(0)));
        assertThat(ConsumerProtocolReader.partitions(MessageUtil.toVersionPrefixedBytes((short) 1, assignment)))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(ApiKeys.class)
    void everyCollectionOfARequestIsChecked(ApiKeys api) throws IOException {
        if (api.clusterAction || EveryVersionTest.class.getResource(definition(api)) == null) {
            return;
        }
        var found = new HashMap<String, List<String>>();
        try (InputStream in = EveryVersionTest.class.getResourceAsStream(definition(api))) {
            var mapper = new ObjectMapper().enable(JsonParser.Feature.ALLOW_COMMENTS);
            JsonNode definition = mapper.readTree(in);
            var common = new HashMap<String, JsonNode>();
            definition.path("commonStructs")
                    .forEach(struct -> common.put("[]" + struct.path("name").asText(), struct.path("fields")));
            collect("", definition.path("fields"), common, found);
        }
        if (served(api)) {
            assertThat(RequestCost.hashed(api)).isEqualTo(found);
        }
    }

    private static boolean served(ApiKeys api) {
        return SERVED.contains(api);
    }

    private static final List<ApiKeys> SERVED = EveryVersionTest.apis().stream().<ApiKeys>map(Api::key).toList();

    private static String definition(ApiKeys api) {
        return "/common/message/" + api.messageType.name + "Request.json";
    }

    private static void collect(String array, JsonNode fields, Map<String, JsonNode> common,
            Map<String, List<String>> found) {
        var keys = new ArrayList<String>();
        fields.forEach(field -> {
            String name = field.path("name").asText().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                    .toLowerCase(Locale.ROOT);
            if (field.path("mapKey").asBoolean()) {
                keys.add(name);
            }
            collect(name, common.getOrDefault(field.path("type").asText(), field.path("fields")), common, found);
        });
        if (!keys.isEmpty()) {
            found.put(array, keys);
        }
    }

    @Test
    void aTruncatedRequestIsMalformed() {
        byte[] frame = RawClient.body(topics(numbered(3)), 7, 1);
        for (int length = 8; length < frame.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(frame, 0, length).slice();
            assertThatThrownBy(() -> MessageCodec.cost(ApiKeys.CREATE_TOPICS, cut))
                    .isInstanceOf(CloseConnectionException.class);
        }
        assertThatCode(() -> MessageCodec.cost(ApiKeys.CREATE_TOPICS, ByteBuffer.wrap(frame)))
                .doesNotThrowAnyException();
    }
}
