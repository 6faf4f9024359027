package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.kafka.server.KafkaServer;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.apache.kafka.common.message.*;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each API answers each of its versions, and no other version.
@Timeout(60)
class EveryVersionTest {
    private static final String MEMBER = "nobody";

    @TempDir
    private Path folder;
    private KafkaTestServer server;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        server = new KafkaTestServer(BrokerSettings.inMemory(folder));
        server.broker.createTopic("words", 2, Map.of("retention.ms", "-1"));
        server.broker.append(new TopicPartition("words", 0), ListBatch.of(Event.of("k", "v")));
        client = new RawClient(server.door);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    static List<Api<?>> apis() {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(Path.of("none")))) {
            return new KafkaApis(KafkaServer.apis(broker)).all();
        }
    }

    static Stream<Arguments> all() {
        return apis().stream().flatMap(api -> Stream
                .iterate(api.versions().oldest(), version -> version <= api.versions().newest(), version -> version + 1)
                .map(version -> Arguments.of(api.key(), version)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyVersionIsAnswered(ApiKeys api, int version) throws IOException {
        Uuid id = LocalNode.uuid(server.broker.topicId("words"));
        ApiMessage answer = client.ask(api, version, request(api, version, id));
        assertThat(answer).as("an answer that can be read").isNotNull();
        String text = answer.toString();
        assertThat(codes(text)).as(text).isSubsetOf(expected(api, version));
    }

    /// The errors that an answer names.
    private static Set<String> codes(String text) {
        return Pattern.compile("(?:errorCode|ErrorCode)=(-?\\d+)").matcher(text).results().map(found -> found.group(1))
                .filter(code -> !code.equals("0")).map(code -> Errors.forCode(Short.parseShort(code)).name())
                .collect(Collectors.toSet());
    }

    /// Requests that need no permission: they concern the door, or no resource.
    private static final Set<ApiKeys> WITHOUT_PERMISSION = EnumSet.of(ApiKeys.API_VERSIONS, ApiKeys.SASL_HANDSHAKE,
            ApiKeys.SASL_AUTHENTICATE, ApiKeys.DESCRIBE_CLUSTER, ApiKeys.INIT_PRODUCER_ID, ApiKeys.LIST_GROUPS,
            ApiKeys.LIST_TRANSACTIONS);

    /// Fails for a new API that forgets to check permissions.
    @ParameterizedTest
    @MethodSource("all")
    void aPrincipalWithoutPermissionsGetsAnErrorAndChangesNothing(ApiKeys api, int version) throws IOException {
        try (KafkaTestServer locked = new KafkaTestServer(BrokerSettings.inMemory(folder),
                settings -> settings.withAuthorizer((principal, operation, type, name) -> false));
                RawClient stranger = new RawClient(locked.door)) {
            locked.broker.createTopic("words", 2, Map.of("retention.ms", "-1"));
            locked.broker.append(new TopicPartition("words", 0), ListBatch.of(Event.of("k", "v")));
            Uuid id = LocalNode.uuid(locked.broker.topicId("words"));
            List<String> topics = locked.broker.topicNames();
            ApiMessage answer = stranger.ask(api, version, request(api, version, id));
            String text = answer.toString();
            boolean silent = api == ApiKeys.DESCRIBE_LOG_DIRS && version < 3;
            if (silent || WITHOUT_PERMISSION.contains(api)) {
                assertThat(text).doesNotContain("words");
            } else {
                assertThat(codes(text)).as(text).isNotEmpty().isSubsetOf("TOPIC_AUTHORIZATION_FAILED",
                        "GROUP_AUTHORIZATION_FAILED", "CLUSTER_AUTHORIZATION_FAILED",
                        "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
                        isByTopicId(api, version) ? "UNKNOWN_TOPIC_ID" : "TOPIC_AUTHORIZATION_FAILED");
            }
            assertThat(locked.broker.topicNames()).isEqualTo(topics);
            assertThat(locked.broker.partition("words", 0).end()).isEqualTo(1);
            assertThat(locked.broker.partition("words", 1).end()).isZero();
            assertThat(locked.broker.topics().topic("words").partitions()).isEqualTo(2);
        }
    }

    /// Whether [#request] names a topic by its id, which is answered as if there were no such topic.
    private static boolean isByTopicId(ApiKeys api, int version) {
        return (api == ApiKeys.PRODUCE || api == ApiKeys.FETCH) && version >= 13
                || (api == ApiKeys.OFFSET_COMMIT || api == ApiKeys.OFFSET_FETCH) && version >= 10;
    }

    private static Set<String> expected(ApiKeys api, int version) {
        return switch (api) {
            case JOIN_GROUP -> version >= 4 ? Set.of("MEMBER_ID_REQUIRED") : Set.of();
            case SYNC_GROUP, HEARTBEAT, LEAVE_GROUP, CONSUMER_GROUP_HEARTBEAT -> Set.of("UNKNOWN_MEMBER_ID");
            case DESCRIBE_GROUPS -> version >= 6 ? Set.of("GROUP_ID_NOT_FOUND") : Set.of();
            case DELETE_GROUPS, OFFSET_DELETE, CONSUMER_GROUP_DESCRIBE -> Set.of("GROUP_ID_NOT_FOUND");
            case ADD_PARTITIONS_TO_TXN, ADD_OFFSETS_TO_TXN, TXN_OFFSET_COMMIT, END_TXN ->
                    Set.of("INVALID_PRODUCER_ID_MAPPING");
            case WRITE_TXN_MARKERS -> Set.of("UNKNOWN_TOPIC_OR_PARTITION");
            case DESCRIBE_TRANSACTIONS -> Set.of("TRANSACTIONAL_ID_NOT_FOUND");
            case DESCRIBE_ACLS, CREATE_ACLS, DELETE_ACLS -> Set.of("SECURITY_DISABLED");
            case SASL_HANDSHAKE -> Set.of("UNSUPPORTED_SASL_MECHANISM", "ILLEGAL_SASL_STATE");
            case SASL_AUTHENTICATE -> Set.of("ILLEGAL_SASL_STATE", "SASL_AUTHENTICATION_FAILED");
            default -> Set.of();
        };
    }

    private static ApiMessage request(ApiKeys api, int version, Uuid id) {
        return switch (api) {
            case PRODUCE -> new ProduceRequestData().setAcks((short) -1).setTopicData(
                    new ProduceRequestData.TopicProduceDataCollection(List.of(new ProduceRequestData.TopicProduceData()
                            .setName(version < 13 ? "words" : "").setTopicId(version < 13 ? Uuid.ZERO_UUID : id)
                            .setPartitionData(List.of(
                                    new ProduceRequestData.PartitionProduceData().setIndex(1).setRecords(records()))))
                            .iterator()));
            case FETCH -> new FetchRequestData().setMaxWaitMs(10).setMinBytes(1).setMaxBytes(1000)
                    .setTopics(List.of(new FetchRequestData.FetchTopic().setTopic(version < 13 ? "words" : "")
                            .setTopicId(version < 13 ? Uuid.ZERO_UUID : id)
                            .setPartitions(List.of(new FetchRequestData.FetchPartition().setPartition(0)
                                    .setPartitionMaxBytes(1000)))));
            case LIST_OFFSETS -> new ListOffsetsRequestData()
                    .setTopics(List.of(new ListOffsetsRequestData.ListOffsetsTopic().setName("words")
                            .setPartitions(List.of(new ListOffsetsRequestData.ListOffsetsPartition().setTimestamp(-2),
                                    new ListOffsetsRequestData.ListOffsetsPartition().setTimestamp(-1),
                                    new ListOffsetsRequestData.ListOffsetsPartition().setTimestamp(0)))));
            case METADATA -> new MetadataRequestData()
                    .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("words")));
            case OFFSET_COMMIT -> new OffsetCommitRequestData().setGroupId("g")
                    .setTopics(List.of(new OffsetCommitRequestData.OffsetCommitRequestTopic()
                            .setName(version < 10 ? "words" : "").setTopicId(version < 10 ? Uuid.ZERO_UUID : id)
                            .setPartitions(List.of(new OffsetCommitRequestData.OffsetCommitRequestPartition()
                                    .setCommittedOffset(1)))));
            case OFFSET_FETCH -> version < 8
                    ? new OffsetFetchRequestData().setGroupId("g")
                            .setTopics(List.of(new OffsetFetchRequestData.OffsetFetchRequestTopic().setName("words")
                                    .setPartitionIndexes(List.of(0))))
                    : new OffsetFetchRequestData()
                            .setGroups(List.of(new OffsetFetchRequestData.OffsetFetchRequestGroup().setGroupId("g")
                                    .setTopics(List.of(new OffsetFetchRequestData.OffsetFetchRequestTopics()
                                            .setName(version < 10 ? "words" : "")
                                            .setTopicId(version < 10 ? Uuid.ZERO_UUID : id)
                                            .setPartitionIndexes(List.of(0))))));
            case FIND_COORDINATOR -> version < 4
                    ? new FindCoordinatorRequestData().setKey("g")
                    : new FindCoordinatorRequestData().setCoordinatorKeys(List.of("g", "h"));
            case JOIN_GROUP -> {
                var protocols = new JoinGroupRequestData.JoinGroupRequestProtocolCollection();
                protocols.add(
                        new JoinGroupRequestData.JoinGroupRequestProtocol().setName("range").setMetadata(new byte[0]));
                yield new JoinGroupRequestData().setGroupId("g").setSessionTimeoutMs(10_000)
                        .setRebalanceTimeoutMs(version < 1 ? -1 : 10_000).setProtocolType("consumer")
                        .setProtocols(protocols);
            }
            case SYNC_GROUP -> new SyncGroupRequestData().setGroupId("g").setMemberId(MEMBER).setGenerationId(1);
            case HEARTBEAT -> new HeartbeatRequestData().setGroupId("g").setMemberId(MEMBER).setGenerationId(1);
            case LEAVE_GROUP -> version < 3
                    ? new LeaveGroupRequestData().setGroupId("g").setMemberId(MEMBER)
                    : new LeaveGroupRequestData().setGroupId("g")
                            .setMembers(List.of(new LeaveGroupRequestData.MemberIdentity().setMemberId(MEMBER)));
            case DESCRIBE_GROUPS -> new DescribeGroupsRequestData().setGroups(List.of("g"));
            case DELETE_GROUPS -> new DeleteGroupsRequestData().setGroupsNames(List.of("g"));
            case OFFSET_DELETE -> new OffsetDeleteRequestData().setGroupId("g");
            case API_VERSIONS ->
                    new ApiVersionsRequestData().setClientSoftwareName("client").setClientSoftwareVersion("1");
            case CREATE_TOPICS ->
                    new CreateTopicsRequestData().setTopics(new CreateTopicsRequestData.CreatableTopicCollection(
                            List.of(new CreateTopicsRequestData.CreatableTopic().setName("new").setNumPartitions(1)
                                    .setReplicationFactor((short) 1)).iterator()));
            case DELETE_TOPICS -> version < 6
                    ? new DeleteTopicsRequestData().setTopicNames(List.of("words"))
                    : new DeleteTopicsRequestData()
                            .setTopics(List.of(new DeleteTopicsRequestData.DeleteTopicState().setName("words")));
            case CREATE_PARTITIONS -> new CreatePartitionsRequestData()
                    .setTopics(new CreatePartitionsRequestData.CreatePartitionsTopicCollection(
                            List.of(new CreatePartitionsRequestData.CreatePartitionsTopic().setName("words").setCount(3)
                                    .setAssignments(null)).iterator()));
            case DELETE_RECORDS -> new DeleteRecordsRequestData()
                    .setTopics(List.of(new DeleteRecordsRequestData.DeleteRecordsTopic().setName("words").setPartitions(
                            List.of(new DeleteRecordsRequestData.DeleteRecordsPartition().setOffset(1)))));
            case DESCRIBE_CONFIGS -> new DescribeConfigsRequestData().setResources(List.of(
                    new DescribeConfigsRequestData.DescribeConfigsResource().setResourceType((byte) 2)
                            .setResourceName("words"),
                    new DescribeConfigsRequestData.DescribeConfigsResource().setResourceType((byte) 4)
                            .setResourceName("1")))
                    .setIncludeSynonyms(true);
            case ALTER_CONFIGS -> new AlterConfigsRequestData()
                    .setResources(new AlterConfigsRequestData.AlterConfigsResourceCollection(
                            List.of(new AlterConfigsRequestData.AlterConfigsResource().setResourceType((byte) 2)
                                    .setResourceName("words")).iterator()));
            case INCREMENTAL_ALTER_CONFIGS -> new IncrementalAlterConfigsRequestData()
                    .setResources(new IncrementalAlterConfigsRequestData.AlterConfigsResourceCollection(
                            List.of(new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                                    .setResourceType((byte) 2).setResourceName("words")).iterator()));
            case OFFSET_FOR_LEADER_EPOCH ->
                    new OffsetForLeaderEpochRequestData()
                            .setTopics(new OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection(
                                    List.of(new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic().setTopic("words")
                                            .setPartitions(List
                                                    .of(new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition()
                                                            .setPartition(0).setLeaderEpoch(0))))
                                            .iterator()));
            case DESCRIBE_TOPIC_PARTITIONS -> new DescribeTopicPartitionsRequestData()
                    .setTopics(List.of(new DescribeTopicPartitionsRequestData.TopicRequest().setName("words")))
                    .setResponsePartitionLimit(1);
            case DESCRIBE_LOG_DIRS -> new DescribeLogDirsRequestData().setTopics(null);
            case INIT_PRODUCER_ID -> new InitProducerIdRequestData().setTransactionalId(null);
            case ADD_PARTITIONS_TO_TXN -> new AddPartitionsToTxnRequestData().setV3AndBelowTransactionalId("t")
                    .setV3AndBelowTopics(new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection(
                            List.of(new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic().setName("words")
                                    .setPartitions(List.of(0))).iterator()));
            case TXN_OFFSET_COMMIT -> new TxnOffsetCommitRequestData().setTransactionalId("t").setGroupId("g")
                    .setTopics(List.of(new TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic().setName("words")
                            .setPartitions(List.of(new TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition()))));
            case WRITE_TXN_MARKERS -> new WriteTxnMarkersRequestData()
                    .setMarkers(List.of(new WriteTxnMarkersRequestData.WritableTxnMarker()
                            .setTopics(List.of(new WriteTxnMarkersRequestData.WritableTxnMarkerTopic().setName("none")
                                    .setPartitionIndexes(List.of(0))))));
            case DESCRIBE_TRANSACTIONS -> new DescribeTransactionsRequestData().setTransactionalIds(List.of("t"));
            case CONSUMER_GROUP_HEARTBEAT ->
                    new ConsumerGroupHeartbeatRequestData().setGroupId("g").setMemberId(MEMBER).setMemberEpoch(1);
            case DESCRIBE_PRODUCERS ->
                    new DescribeProducersRequestData().setTopics(List.of(new DescribeProducersRequestData.TopicRequest()
                            .setName("words").setPartitionIndexes(List.of(0, 1))));
            case DESCRIBE_ACLS -> new DescribeAclsRequestData().setResourceTypeFilter((byte) 1)
                    .setPatternTypeFilter((byte) 1).setOperation((byte) 1).setPermissionType((byte) 1);
            case CREATE_ACLS -> new CreateAclsRequestData().setCreations(List.of(new CreateAclsRequestData.AclCreation()
                    .setResourceType((byte) 2).setResourceName("words").setPrincipal("User:alice").setHost("*")
                    .setOperation((byte) 3).setPermissionType((byte) 3)));
            case DELETE_ACLS -> new DeleteAclsRequestData()
                    .setFilters(List.of(new DeleteAclsRequestData.DeleteAclsFilter().setResourceTypeFilter((byte) 1)
                            .setPatternTypeFilter((byte) 1).setOperation((byte) 1).setPermissionType((byte) 1)));
            case CONSUMER_GROUP_DESCRIBE -> new ConsumerGroupDescribeRequestData().setGroupIds(List.of("g"));
            default -> api.messageType.newRequest();
        };
    }

    private static MemoryRecords records() {
        return MemoryRecords.readableRecords(ByteBuffer.wrap(
                PackedBatch.of(ListBatch.of(Event.of("x").at(java.time.Instant.now())), Codec.NONE).bytes().array()));
    }

    /// The page of the lesson with the table of requests that are not served.
    private static String table() throws IOException {
        return Files.readString(Path.of(System.getProperty("gregor.home")).resolve("lessons/13-kafka-versions.adoc"));
    }

    /// The requests served and those of the table are together all requests that clients send to a broker.
    @Test
    void requestsNotServedAreListedWithAReason() throws IOException {
        var served = new TreeSet<Short>();
        apis().forEach(api -> served.add(api.key().id));
        var omitted = new TreeSet<Short>();
        Pattern.compile("(?m)^\\| (\\d+) (\\w+) \\| .{10,}$").matcher(table()).results().forEach(row -> {
            ApiKeys api = ApiKeys.forId(Integer.parseInt(row.group(1)));
            assertThat(api.name).isEqualTo(row.group(2));
            omitted.add(api.id);
        });
        assertThat(omitted).doesNotContainAnyElementsOf(served);
        served.addAll(omitted);
        assertThat(served).containsExactlyElementsOf(Stream.of(ApiKeys.values())
                .filter(api -> api.messageType.listeners().contains(ApiMessageType.ListenerType.BROKER))
                .map(api -> api.id).sorted().toList());
    }

    @Test
    void apiVersionsListsTheVersionsOfTheCode() throws IOException {
        var response = (ApiVersionsResponseData) client
                .ask(new ApiVersionsRequestData().setClientSoftwareName("raw").setClientSoftwareVersion("1"), 4);
        assertThat(response.apiKeys()).extracting(ApiVersion::apiKey, ApiVersion::minVersion, ApiVersion::maxVersion)
                .containsExactlyInAnyOrderElementsOf(apis().stream().map(Api::versions)
                        // Versions 0 to 2 of Produce are listed for librdkafka alone.
                        .map(each -> tuple(each.api().id, (short) (each.api() == ApiKeys.PRODUCE ? 0 : each.oldest()),
                                (short) each.newest()))
                        .toList());
    }

    @Test
    void aVersionOutOfRangeClosesTheConnection() throws IOException {
        for (Api<?> api : apis()) {
            for (int version : new int[]{api.versions().oldest() - 1, api.versions().newest() + 1}) {
                boolean isAnswered = api.key() == ApiKeys.API_VERSIONS && version > 0;
                ByteBuffer header = ByteBuffer.allocate(14).putInt(10).putShort(api.key().id).putShort((short) version)
                        .putInt(7).putShort((short) -1);
                try (var other = new RawClient(server.door)) {
                    other.send(header.array());
                    assertThat(other.receive() != null).as(api.key() + " " + version).isEqualTo(isAnswered);
                }
            }
        }
    }
}
