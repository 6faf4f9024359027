package gregor.judge;

import module java.base;

import static java.util.Map.entry;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;

/// Sends requests over one connection and receives their responses, with Kafka's message classes.
final class MessageExchange implements AutoCloseable {
    /// Each API in one version: old enough for most brokers; some before and some after flexible encoding (KIP-482).
    private static final Map<ApiKeys, Integer> VERSIONS = Map.ofEntries(entry(ApiKeys.PRODUCE, 8),
            entry(ApiKeys.FETCH, 11), entry(ApiKeys.LIST_OFFSETS, 2), entry(ApiKeys.METADATA, 12),
            entry(ApiKeys.OFFSET_COMMIT, 7), entry(ApiKeys.OFFSET_FETCH, 5), entry(ApiKeys.FIND_COORDINATOR, 2),
            entry(ApiKeys.JOIN_GROUP, 5), entry(ApiKeys.HEARTBEAT, 3), entry(ApiKeys.LEAVE_GROUP, 3),
            entry(ApiKeys.SYNC_GROUP, 3), entry(ApiKeys.API_VERSIONS, 3), entry(ApiKeys.CREATE_TOPICS, 5),
            entry(ApiKeys.DELETE_TOPICS, 4), entry(ApiKeys.INIT_PRODUCER_ID, 1), entry(ApiKeys.DELETE_GROUPS, 1));
    /// Correlation ids that no broker returns by chance.
    private static final int FIRST_ID = 1_700_000_003;
    private static final int ID_STEP = 7919;

    private final BrokerSocket socket;
    private final SupportedVersions supported;
    private int lastId = FIRST_ID;

    MessageExchange(BrokerSocket socket, SupportedVersions supported) {
        this.socket = socket;
        this.supported = supported;
    }

    /// The version in which the judge uses an API.
    static int version(ApiKeys api) {
        return VERSIONS.get(api);
    }

    BrokerSocket socket() {
        return socket;
    }

    RawRequest encode(ApiMessage message) {
        return encode(message, version(ApiKeys.forId(message.apiKey())));
    }

    /// Encodes a request in another version than the judge's own.
    RawRequest encode(ApiMessage message, int version) {
        return encode(ApiKeys.forId(message.apiKey()), version, body(message, version));
    }

    /// Puts a header with a new correlation id before a body.
    RawRequest encode(ApiKeys api, int version, byte[] body) {
        lastId += ID_STEP;
        return RawRequest.of(api, version, lastId, body);
    }

    static byte[] body(ApiMessage message, int version) {
        return MessageUtil.toByteBufferAccessor(message, (short) version).buffer().array();
    }

    /// Sends a request without waiting for its response.
    ///
    /// @throws StageFailure if the broker does not support its version
    RawRequest send(ApiMessage message) throws IOException {
        return send(encode(message));
    }

    private RawRequest send(RawRequest request) {
        supported.require(request);
        socket.send(request);
        return request;
    }

    TracedMessage receive(RawRequest request) throws IOException {
        return new TracedMessage(request, request.version(), socket.receive(request));
    }

    TracedMessage exchange(ApiMessage message) throws IOException {
        return receive(send(message));
    }

    TracedMessage exchange(RawRequest request) throws IOException {
        return receive(send(request));
    }

    @Override
    public void close() {
        socket.close();
    }
}
