package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.limits.RequestCost;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// Dispatches requests to the [Api] of their kind. Any thread may call it.
public final class KafkaApis implements AutoCloseable {
    private static final List<ApiKeys> BEFORE_LOGIN = List.of(ApiKeys.API_VERSIONS, ApiKeys.SASL_HANDSHAKE,
            ApiKeys.SASL_AUTHENTICATE);

    /// The largest request of an API but Produce: more than one that names all partitions of a broker needs.
    static final int MAX_BYTES = 1 << 24;

    private final HeavyRequests heavy = new HeavyRequests();
    private final InFlightMemory memory = InFlightMemory.ofHeap();
    private final PipelinedRequests pipelined = new PipelinedRequests();
    private final Map<Short, ServedApi> byKey = new TreeMap<>();
    private final ApiVersionsApi versions;

    /// @param apis serve the requests; [ApiVersionsApi] is added to them
    KafkaApis(List<Api<?>> apis) {
        apis.forEach(this::add);
        versions = new ApiVersionsApi(apis);
        add(versions);
    }

    private void add(Api<?> api) {
        Serves versions = api.versions();
        byKey.put(versions.api().id, new ServedApi(api, versions.oldest(), versions.newest()));
    }

    /// An API with the versions that its annotation names: no request waits for reflection.
    private record ServedApi(Api<?> api, int oldest, int newest) {
        boolean serves(short version) {
            return oldest <= version && version <= newest;
        }
    }

    public static List<Api<?>> core(Broker broker, ProducerStates producers, Transactions transactions,
            ClassicGroups groups, GroupProtocol other) {
        return List.of(new MetadataApi(broker), new FindCoordinatorApi(),
                new ProduceApi(broker, producers, transactions), new InitProducerIdApi(transactions),
                new FetchApi(broker, producers), new ListOffsetsApi(broker, producers),
                new OffsetForLeaderEpochApi(broker), new JoinGroupApi(groups, other), new SyncGroupApi(groups),
                new HeartbeatApi(groups), new LeaveGroupApi(groups),
                new OffsetCommitApi(broker, groups, other, transactions),
                new OffsetFetchApi(broker, other, transactions));
    }

    /// The memory of the requests and responses of all connections.
    InFlightMemory memory() {
        return memory;
    }

    HeavyRequests heavy() {
        return heavy;
    }

    PipelinedRequests pipelined() {
        return pipelined;
    }

    /// All APIs, in the order of their keys.
    List<Api<?>> all() {
        return byKey.values().stream().<Api<?>>map(ServedApi::api).toList();
    }

    /// Does nothing if a request is not too large for its API.
    ///
    /// @param frame its first bytes
    /// @throws CloseConnectionException if it is too large
    static void checkSize(ByteBuffer frame, int bytes) {
        short key = MessageCodec.key(frame);
        if (bytes > MAX_BYTES && key != ApiKeys.PRODUCE.id) {
            throw new CloseConnectionException(
                    "a request with API key " + key + " has " + bytes + " bytes; the limit is " + MAX_BYTES);
        }
    }

    /// A request that has been processed.
    ///
    /// @param objectBytes the memory of its objects until the response has been sent
    /// @param response    returns the response, after the steps of [RequestContext#beforeResponse(Runnable)]; empty if
    ///                    the client expects none
    record Answer(long objectBytes, Supplier<Optional<ResponseBuffer>> response) {}

    /// Whether a request may be processed before the responses to earlier ones have been sent.
    static boolean mayOvertakeResponses(ByteBuffer frame) {
        return MessageCodec.key(frame) == ApiKeys.PRODUCE.id;
    }

    /// @throws CloseConnectionException if the request cannot be answered
    Answer answer(ByteBuffer frame, ClientConnection connection) {
        short version = MessageCodec.version(frame);
        ServedApi served = byKey.get(MessageCodec.key(frame));
        if (served != null && served.api() == versions && version > served.newest()) {
            var encoded = Optional.of(MessageCodec.encode(ApiKeys.API_VERSIONS, (short) 0,
                    MessageCodec.correlation(frame), versions.tooNew()));
            return new Answer(0, () -> encoded);
        }
        if (served == null || !served.serves(version)) {
            throw new CloseConnectionException("API key " + MessageCodec.key(frame) + " is not served in version "
                    + version + "; ApiVersions lists what is");
        }
        Api<?> api = served.api();
        if (!connection.authenticator().isAuthenticated() && !BEFORE_LOGIN.contains(api.key())) {
            throw new CloseConnectionException(api.key().name + " before login; send SaslHandshake first");
        }
        return answer(api, frame, connection);
    }

    @Override
    public void close() {
        heavy.close();
    }

    private <Q extends ApiMessage> Answer answer(Api<Q> api, ByteBuffer frame, ClientConnection connection) {
        int bytes = frame.remaining();
        ByteBuffer again = frame.duplicate();
        RequestCost.Cost cost = MessageCodec.cost(api.key(), frame);
        memory.hold(connection, frame.capacity() + cost.objectBytes());
        MessageCodec.Request request = heavy.read(cost.steps(), connection::hasGone,
                () -> MessageCodec.decode(api.key(), frame));
        @SuppressWarnings("unchecked")
        var message = (Q) request.message();
        short version = MessageCodec.version(again);
        int correlation = MessageCodec.correlation(again);
        var context = new RequestContext(version, NameLimits.truncate(request.client()), connection);
        return heavy.answer(api.key(), bytes, connection::hasGone, () -> {
            Optional<ApiMessage> answer = answerOrError(api, message, context, again);
            Supplier<Optional<ResponseBuffer>> encoded = () -> answer
                    .map(response -> MessageCodec.encode(api.key(), version, correlation, response));
            if (api.key() == ApiKeys.PRODUCE) {
                return new Answer(cost.objectBytes(), encoded);
            }
            Optional<ResponseBuffer> response = encoded.get();
            return new Answer(cost.objectBytes(), () -> response);
        });
    }

    /// Answers an exception that a client can handle with an error code for the whole request.
    private static <Q extends ApiMessage> Optional<ApiMessage> answerOrError(Api<Q> api, Q message,
            RequestContext context, ByteBuffer frame) {
        try {
            return api.answer(message, context);
        } catch (RuntimeException e) {
            Errors error = ErrorCodes.of(e, api.key(), context);
            if (error == Errors.UNKNOWN_SERVER_ERROR) {
                throw e;
            }
            return Optional.of(MessageCodec.error(api.key(), frame, error.exception(ErrorCodes.message(e))));
        }
    }
}
