package gregor.kafka;

import gregor.broker.Broker;
import gregor.kafka.admin.AlterConfigsApi;
import gregor.kafka.admin.CreatePartitionsApi;
import gregor.kafka.admin.CreateTopicsApi;
import gregor.kafka.admin.DeleteGroupsApi;
import gregor.kafka.admin.DeleteRecordsApi;
import gregor.kafka.admin.DeleteTopicsApi;
import gregor.kafka.admin.DescribeClusterApi;
import gregor.kafka.admin.DescribeConfigsApi;
import gregor.kafka.admin.DescribeGroupsApi;
import gregor.kafka.admin.DescribeLogDirsApi;
import gregor.kafka.admin.DescribeTopicPartitionsApi;
import gregor.kafka.admin.IncrementalAlterConfigsApi;
import gregor.kafka.admin.ListGroupsApi;
import gregor.kafka.admin.OffsetDeleteApi;
import gregor.kafka.consumer.ConsumerGroupDescribeApi;
import gregor.kafka.consumer.ConsumerGroupHeartbeatApi;
import gregor.kafka.consumer.ConsumerGroups;
import gregor.kafka.security.SaslAuthenticateApi;
import gregor.kafka.security.SaslHandshakeApi;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// All kinds of requests that are answered, and who answers each. Any thread may call it.
final class KafkaApis implements AutoCloseable {
    private final HeavyRequests heavy = new HeavyRequests();
    private final InFlightMemory memory = InFlightMemory.ofHeap();
    private final Map<Short, Api<?>> byKey = new TreeMap<>();
    private final ApiVersionsApi versions;

    private KafkaApis(List<Api<?>> apis) {
        apis.forEach(api -> byKey.put(api.key().id, api));
        versions = new ApiVersionsApi(byKey.values());
        byKey.put(versions.key().id, versions);
    }

    /// Makes those that a broker needs.
    static KafkaApis of(Broker broker) {
        var producers = new ProducerStateManager();
        MemberMemory memory = MemberMemory.ofHeap();
        var groups = new ClassicGroups(broker, memory);
        var modern = new ConsumerGroups(broker, memory);
        return new KafkaApis(List.of(
                new MetadataApi(broker), new DescribeTopicPartitionsApi(broker), new DescribeClusterApi(broker),
                new DescribeLogDirsApi(broker), new FindCoordinatorApi(),
                new ProduceApi(broker, producers), new InitProducerIdApi(),
                new FetchApi(broker), new ListOffsetsApi(broker), new OffsetForLeaderEpochApi(broker),
                new JoinGroupApi(groups, modern), new SyncGroupApi(groups), new HeartbeatApi(groups),
                new LeaveGroupApi(groups),
                new ConsumerGroupHeartbeatApi(broker, modern), new ConsumerGroupDescribeApi(broker, modern),
                new OffsetCommitApi(broker, groups, modern), new OffsetFetchApi(broker, modern),
                new OffsetDeleteApi(broker, groups),
                new DescribeGroupsApi(groups, modern), new ListGroupsApi(broker, groups, modern),
                new DeleteGroupsApi(broker, groups, modern),
                new CreateTopicsApi(broker), new DeleteTopicsApi(broker), new CreatePartitionsApi(broker),
                new DeleteRecordsApi(broker),
                new DescribeConfigsApi(broker), new AlterConfigsApi(broker), new IncrementalAlterConfigsApi(broker),
                new SaslHandshakeApi(), new SaslAuthenticateApi()));
    }

    /// What counts the bytes of requests and responses.
    InFlightMemory memory() {
        return memory;
    }

    /// Those that there are.
    List<Api<?>> all() {
        return List.copyOf(byKey.values());
    }

    /// Answers a frame; empty if the client wants no answer.
    ///
    /// @throws HangUpException if there is no answering it
    Optional<ResponseBuffer> answer(ByteBuffer frame, ClientConnection connection) {
        short version = MessageCodec.version(frame);
        Api<?> api = byKey.get(MessageCodec.key(frame));
        if (api == versions && version > api.newest()) {
            return Optional.of(MessageCodec.encode(ApiKeys.API_VERSIONS, (short) 0, MessageCodec.correlation(frame),
                    versions.tooNew()));
        }
        if (api == null || version < api.oldest() || version > api.newest()) {
            throw new CloseConnectionException("no request has the kind " + MessageCodec.key(frame) + " and the version " + version);
        }
        if (!connection.gate().admits(api.key())) {
            throw new CloseConnectionException("who has not logged in may not ask for " + api.key().name);
        }
        return answer(api, frame, connection);
    }

    @Override
    public void close() {
        heavy.close();
    }

    private <Q extends ApiMessage> Optional<ResponseBuffer> answer(Api<Q> api, ByteBuffer frame, ClientConnection connection) {
        int bytes = frame.remaining();
        DecodedRequest asked = heavy.read(MessageCodec.cost(api.key(), frame), () -> MessageCodec.decode(api.key(), frame));
        @SuppressWarnings("unchecked")
        var message = (Q) asked.message();
        var call = new RequestContext(asked.version(), NameLimits.cut(asked.client()), connection);
        return heavy.answer(api.key(), bytes, () -> api.answer(message, call)
                .map(answer -> MessageCodec.encode(api.key(), asked.version(), asked.correlation(), answer)));
    }
}
