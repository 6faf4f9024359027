package gregor.kafka;

import gregor.broker.Broker;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// All kinds of requests that are answered, and who answers each. Any thread may call it.
final class Apis implements AutoCloseable {
    private final HeavyRequests heavy = new HeavyRequests();
    private final Map<Short, Api<?>> byKey = new TreeMap<>();
    private final ApiVersionsApi versions;

    private Apis(List<Api<?>> apis) {
        apis.forEach(api -> byKey.put(api.key().id, api));
        versions = new ApiVersionsApi(byKey.values());
        byKey.put(versions.key().id, versions);
    }

    /// Makes those that a broker needs.
    static Apis of(Broker broker) {
        var producers = new Producers();
        var groups = new ClassicGroups(broker);
        var modern = new ModernGroups(broker);
        return new Apis(List.of(
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

    /// Those that there are.
    List<Api<?>> all() {
        return List.copyOf(byKey.values());
    }

    /// Answers a frame; empty if the client wants no answer.
    ///
    /// @throws HangUpException if there is no answering it
    Optional<Parcel> answer(ByteBuffer frame, Connection connection) {
        short version = Envelope.version(frame);
        Api<?> api = byKey.get(Envelope.key(frame));
        if (api == versions && version > api.newest()) {
            return Optional.of(Envelope.seal(ApiKeys.API_VERSIONS, (short) 0, Envelope.correlation(frame),
                    versions.tooNew()));
        }
        if (api == null || version < api.oldest() || version > api.newest()) {
            throw new HangUpException("no request has the kind " + Envelope.key(frame) + " and the version " + version);
        }
        if (!connection.gate().admits(api.key())) {
            throw new HangUpException("who has not logged in may not ask for " + api.key().name);
        }
        return answer(api, frame, connection);
    }

    @Override
    public void close() {
        heavy.close();
    }

    private <Q extends ApiMessage> Optional<Parcel> answer(Api<Q> api, ByteBuffer frame, Connection connection) {
        int bytes = frame.remaining();
        Asked asked = heavy.read(Envelope.cost(api.key(), frame), () -> Envelope.open(api.key(), frame));
        @SuppressWarnings("unchecked")
        var message = (Q) asked.message();
        var call = new Call(asked.version(), NameLimits.cut(asked.client()), connection);
        return heavy.answer(api.key(), bytes, () -> api.answer(message, call)
                .map(answer -> Envelope.seal(api.key(), asked.version(), asked.correlation(), answer)));
    }
}
