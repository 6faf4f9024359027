package gregor.kafka;

import module java.base;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResourceCollection;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopicCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfigCollection;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// Requests that are invalid in one way each, and the error codes of their responses.
final class InvalidRequests {
    private static final Pattern CODES = Pattern.compile("errorCode=(-?\\d+)");

    private static final Pattern BUSY = Pattern.compile("(.* )?1[456]( .*)?");

    /// @param omitted why our response differs; null if it must not
    record InvalidRequest(String what, int version, ApiMessage request, String omitted) {
        /// Returns all error codes in order, or that the connection was closed. Repeats the request while a coordinator
        /// loads.
        String answer(String address) throws InterruptedException {
            String answer = ask(address);
            for (int i = 0; i < 100 && BUSY.matcher(answer).matches(); i++) {
                Thread.sleep(50);
                answer = ask(address);
            }
            return answer;
        }

        private String ask(String address) {
            try (var client = new RawClient(address)) {
                String text = client.ask(request, version).toString();
                var codes = new ArrayList<String>();
                CODES.matcher(text).results().forEach(code -> codes.add(code.group(1)));
                return String.join(" ", codes);
            } catch (IOException e) {
                return "closes the connection";
            }
        }
    }

    private InvalidRequests() {}

    private static InvalidRequest of(String what, int version, ApiMessage request) {
        return new InvalidRequest(what, version, request, null);
    }

    /// All of them, for a broker with a topic `orders` of two partitions, three records in the first.
    static List<InvalidRequest> all(byte[] batch, byte[] damaged) {
        var all = new ArrayList<InvalidRequest>();
        for (String name : List.of("", ".", "..", "a b", "a/b", "x".repeat(250), "no-such-topic")) {
            all.add(of("metadata of " + name, 9, new MetadataRequestData()
                    .setTopics(List.of(new MetadataRequestTopic().setName(name))).setAllowAutoTopicCreation(false)));
        }
        all.add(of("metadata by an id that is none", 12,
                new MetadataRequestData()
                        .setTopics(List.of(new MetadataRequestTopic().setName(null).setTopicId(new Uuid(1, 2))))
                        .setAllowAutoTopicCreation(false)));
        all.add(of("create again", 5, create("orders", 1, 1)));
        all.add(of("create a name with a slash", 5, create("a/b", 1, 1)));
        all.add(of("create without a name", 5, create("", 1, 1)));
        all.add(of("create without partitions", 5, create("none", 0, 1)));
        all.add(of("create with -2 partitions", 5, create("none", -2, 1)));
        all.add(of("create with 3 replicas", 5, create("none", 1, 3)));
        all.add(of("create with 0 replicas", 5, create("none", 1, 0)));
        for (String[] config : new String[][]{{"cleanup.policy", "burn"}, {"retention.ms", "soon"},
                {"retention.ms", "-2"}, {"segment.bytes", "1"}, {"max.message.bytes", "-1"}, {"no.such.setting", "1"},
                {"compression.type", "zip"}, {"message.timestamp.type", "Never"}, {"min.insync.replicas", "0"},
                {"segment.ms", "0"}, {"compression.type", "none"}, {"compression.type", ""},
                {"min.insync.replicas", "many"}, {"max.compaction.lag.ms", "0"}, {"max.compaction.lag.ms", "soon"}}) {
            all.add(of("create with " + config[0] + "=" + config[1], 5, create("none", 1, 1, config)));
        }
        all.add(of("create with contradicting lags", 5, create("none", 1, 1,
                new String[]{"min.compaction.lag.ms", "10"}, new String[]{"max.compaction.lag.ms", "9"})));
        all.add(of("create twice in one", 5, twice()));
        all.add(of("delete what is not there", 4,
                new DeleteTopicsRequestData().setTopicNames(List.of("no-such-topic")).setTimeoutMs(1000)));
        all.add(of("delete by a name that does not exist", 6, delete("no-such-topic", Uuid.ZERO_UUID)));
        all.add(of("delete by an invalid name", 6, delete("a/b", Uuid.ZERO_UUID)));
        all.add(of("delete by an id that is none", 6, delete(null, new Uuid(1, 2))));
        all.add(of("delete by no name and no id", 6, delete(null, Uuid.ZERO_UUID)));
        all.add(of("delete by a name and an id", 6, delete("orders", new Uuid(1, 2))));
        DeleteTopicsRequestData twice = delete("orders", Uuid.ZERO_UUID);
        twice.setTopics(List.of(twice.topics().getFirst(), twice.topics().getFirst().duplicate()));
        all.add(of("delete a name twice", 6, twice));
        for (String name : List.of("no-such-topic", "a/b", "", "orders")) {
            all.add(of("producers of " + name, 0,
                    new DescribeProducersRequestData().setTopics(List.of(new DescribeProducersRequestData.TopicRequest()
                            .setName(name).setPartitionIndexes(List.of(0, 7))))));
        }
        all.add(of("ACLs without users", 3, new DescribeAclsRequestData().setResourceTypeFilter((byte) 1)
                .setPatternTypeFilter((byte) 1).setOperation((byte) 1).setPermissionType((byte) 1)));
        all.add(of("new ACLs without users", 3,
                new CreateAclsRequestData().setCreations(List.of(new CreateAclsRequestData.AclCreation()
                        .setResourceType((byte) 2).setResourceName("orders").setPrincipal("User:alice").setHost("*")
                        .setOperation((byte) 3).setPermissionType((byte) 3)))));
        all.add(of("fewer partitions", 2, partitions("orders", 1)));
        all.add(of("as many partitions", 2, partitions("orders", 2)));
        all.add(of("partitions of what is not there", 2, partitions("no-such-topic", 3)));
        all.add(of("write to what is not there", 9, produce("no-such-topic", 0, -1, batch)));
        all.add(of("write to a partition that is not there", 9, produce("orders", 7, -1, batch)));
        all.add(of("write with acks=2", 9, produce("orders", 0, 2, batch)));
        all.add(of("write with a wrong checksum", 9, produce("orders", 0, -1, damaged)));
        all.add(of("read what is not there", 12, fetch("no-such-topic", 0, 0)));
        all.add(of("read a partition that is not there", 12, fetch("orders", 7, 0)));
        all.add(of("read from behind the end", 12, fetch("orders", 0, 1000)));
        all.add(of("read from before the start", 12, fetch("orders", 0, -1)));
        all.add(of("read by an id that is none", 13,
                new FetchRequestData().setMaxWaitMs(0).setTopics(List.of(new FetchTopic().setTopicId(new Uuid(1, 2))
                        .setPartitions(List.of(new FetchPartition().setPartition(0).setPartitionMaxBytes(100)))))));
        all.add(of("offsets of what is not there", 5, offsets("no-such-topic", 0, -1)));
        all.add(of("offsets of a partition that is not there", 5, offsets("orders", 7, -1)));
        all.add(of("offsets before the earliest", 5, offsets("orders", 0, -77)));
        all.add(of("records of what is not there", 2, deleteRecords("no-such-topic", 0, 1)));
        all.add(of("records behind the end", 2, deleteRecords("orders", 0, 1000)));
        all.add(of("records before -1", 2, deleteRecords("orders", 0, -2)));
        all.add(of("an epoch of what is not there", 4, epoch("no-such-topic", 0)));
        all.add(of("an epoch of the future", 4, epoch("orders", 0)));
        all.add(of("a coordinator of another kind", 4,
                new FindCoordinatorRequestData().setKeyType((byte) 9).setCoordinatorKeys(List.of("g"))));
        all.add(of("a coordinator of a group without a name", 4,
                new FindCoordinatorRequestData().setKeyType((byte) 0).setCoordinatorKeys(List.of(""))));
        all.add(of("a group without a name", 5, join("", "", 10_000, "consumer", "range")));
        all.add(of("a member that is not there", 5, join("g", "ghost", 10_000, "consumer", "range")));
        all.add(of("a session of one millisecond", 5, join("g", "", 1, "consumer", "range")));
        all.add(of("no protocol", 5, join("g", "", 10_000, "consumer")));
        all.add(of("a sync of a ghost", 3,
                new SyncGroupRequestData().setGroupId("g").setGenerationId(1).setMemberId("ghost")));
        all.add(of("a sync without a group", 3,
                new SyncGroupRequestData().setGroupId("").setGenerationId(1).setMemberId("ghost")));
        all.add(of("a heartbeat of a ghost", 3,
                new HeartbeatRequestData().setGroupId("g").setGenerationId(1).setMemberId("ghost")));
        all.add(of("a heartbeat without a group", 3,
                new HeartbeatRequestData().setGroupId("").setGenerationId(1).setMemberId("ghost")));
        all.add(of("a ghost that leaves", 3, new LeaveGroupRequestData().setGroupId("g")
                .setMembers(List.of(new MemberIdentity().setMemberId("ghost")))));
        all.add(of("a commit of a ghost", 7, commit("g4", "ghost", 1, "orders", 0)));
        all.add(of("a commit for what is not there", 7, commit("g2", "", -1, "no-such-topic", 0)));
        all.add(of("a commit for a partition that is not there", 7, commit("g2", "", -1, "orders", 7)));
        all.add(new InvalidRequest("a commit without a group", 7, commit("", "", -1, "orders", 0),
                "a group has a name here; Kafka takes none, for the sake of its oldest clients"));
        all.add(of("commits of a group that is not there", 8, new OffsetFetchRequestData()
                .setGroups(List.of(new OffsetFetchRequestGroup().setGroupId("nobody").setTopics(List
                        .of(new OffsetFetchRequestTopics().setName("orders").setPartitionIndexes(List.of(0, 7))))))));
        all.add(of("delete a group that is not there", 1,
                new DeleteGroupsRequestData().setGroupsNames(List.of("nobody"))));
        all.add(of("delete the commits of a group that is not there", 0,
                new OffsetDeleteRequestData().setGroupId("nobody")));
        all.add(of("describe a group that is not there", 5,
                new DescribeGroupsRequestData().setGroups(List.of("nobody"))));
        all.add(of("settings of what is not there", 4, new DescribeConfigsRequestData().setResources(
                List.of(new DescribeConfigsResource().setResourceType((byte) 2).setResourceName("no-such-topic")))));
        all.add(of("settings of another kind", 4, new DescribeConfigsRequestData().setResources(
                List.of(new DescribeConfigsResource().setResourceType((byte) 99).setResourceName("orders")))));
        all.add(of("change what is not there", 2,
                new AlterConfigsRequestData().setResources(new AlterConfigsResourceCollection(
                        List.of(new AlterConfigsResource().setResourceType((byte) 2).setResourceName("no-such-topic"))
                                .iterator()))));
        all.add(of("a producer that waits for nothing", 4,
                new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(0)));
        return all;
    }

    private static CreateTopicsRequestData create(String name, int partitions, int replicas, String[]... configs) {
        var topics = new CreatableTopicCollection();
        topics.add(topic(name, partitions, replicas, configs));
        return new CreateTopicsRequestData().setTopics(topics).setTimeoutMs(5000);
    }

    private static CreatableTopic topic(String name, int partitions, int replicas, String[]... configs) {
        var all = new CreatableTopicConfigCollection();
        for (String[] config : configs) {
            all.add(new CreatableTopicConfig().setName(config[0]).setValue(config[1]));
        }
        return new CreatableTopic().setName(name).setNumPartitions(partitions).setReplicationFactor((short) replicas)
                .setConfigs(all);
    }

    private static DeleteTopicsRequestData delete(String name, Uuid id) {
        return new DeleteTopicsRequestData().setTimeoutMs(1000)
                .setTopics(List.of(new DeleteTopicsRequestData.DeleteTopicState().setName(name).setTopicId(id)));
    }

    private static CreateTopicsRequestData twice() {
        CreateTopicsRequestData request = create("twice", 1, 1);
        request.topics().mustAdd(topic("twice", 1, 1));
        return request;
    }

    private static CreatePartitionsRequestData partitions(String topic, int count) {
        var topics = new CreatePartitionsTopicCollection();
        topics.add(new CreatePartitionsTopic().setName(topic).setCount(count).setAssignments(null));
        return new CreatePartitionsRequestData().setTopics(topics).setTimeoutMs(5000);
    }

    private static ProduceRequestData produce(String topic, int partition, int acks, byte[] batch) {
        var topics = new TopicProduceDataCollection();
        topics.add(new TopicProduceData().setName(topic).setPartitionData(List.of(new PartitionProduceData()
                .setIndex(partition).setRecords(MemoryRecords.readableRecords(java.nio.ByteBuffer.wrap(batch))))));
        return new ProduceRequestData().setAcks((short) acks).setTimeoutMs(5000).setTopicData(topics);
    }

    private static FetchRequestData fetch(String topic, int partition, long offset) {
        return new FetchRequestData().setMaxWaitMs(0)
                .setTopics(List.of(new FetchTopic().setTopic(topic).setPartitions(List.of(new FetchPartition()
                        .setPartition(partition).setFetchOffset(offset).setPartitionMaxBytes(100)))));
    }

    private static ListOffsetsRequestData offsets(String topic, int partition, long time) {
        return new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(new ListOffsetsTopic().setName(topic)
                .setPartitions(List.of(new ListOffsetsPartition().setPartitionIndex(partition).setTimestamp(time)))));
    }

    private static DeleteRecordsRequestData deleteRecords(String topic, int partition, long offset) {
        return new DeleteRecordsRequestData().setTimeoutMs(2000)
                .setTopics(List.of(new DeleteRecordsTopic().setName(topic).setPartitions(
                        List.of(new DeleteRecordsPartition().setPartitionIndex(partition).setOffset(offset)))));
    }

    private static OffsetForLeaderEpochRequestData epoch(String topic, int partition) {
        var topics = new OffsetForLeaderTopicCollection();
        topics.add(new OffsetForLeaderTopic().setTopic(topic).setPartitions(List.of(
                new OffsetForLeaderPartition().setPartition(partition).setLeaderEpoch(77).setCurrentLeaderEpoch(77))));
        return new OffsetForLeaderEpochRequestData().setTopics(topics);
    }

    private static JoinGroupRequestData join(String group, String member, int session, String type,
            String... protocols) {
        var all = new JoinGroupRequestProtocolCollection();
        for (String protocol : protocols) {
            all.add(new JoinGroupRequestProtocol().setName(protocol).setMetadata(new byte[2]));
        }
        return new JoinGroupRequestData().setGroupId(group).setMemberId(member).setSessionTimeoutMs(session)
                .setRebalanceTimeoutMs(10_000).setProtocolType(type).setProtocols(all);
    }

    private static OffsetCommitRequestData commit(String group, String member, int generation, String topic,
            int partition) {
        return new OffsetCommitRequestData().setGroupId(group).setMemberId(member)
                .setGenerationIdOrMemberEpoch(generation)
                .setTopics(List.of(new OffsetCommitRequestTopic().setName(topic).setPartitions(List
                        .of(new OffsetCommitRequestPartition().setPartitionIndex(partition).setCommittedOffset(1)))));
    }
}
