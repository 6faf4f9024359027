package gregor.judge;

import module java.base;

import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/// Stages about the port, the frames, and the versions that a broker supports.
final class WireStages {
    private static final int PIPELINED = 20;
    private static final int UNKNOWN_VERSION = 999;

    private WireStages() {}

    static List<Stage> all() {
        return List.of(new Stage("port", "The port is open.",
                "Start the broker, and check that it listens on the address given to the judge.", StageContext::broker),
                new Stage("correlation-id", "A response has the correlation id of its request.",
                        "A response is: its size (4 bytes, not counted), the correlation id (4 bytes, those of the"
                                + " request's header after the API key and version), and the body.",
                        WireStages::correlation),
                new Stage("api-versions", "ApiVersions lists the supported APIs, itself among them.",
                        "The body of version 0: an error code (2 bytes), a count (4), and for each API its key, its"
                                + " lowest and its highest version (2 each).",
                        context -> update(context, 0)),
                new Stage("flexible", "ApiVersions version 3 lists the same in flexible encoding.",
                        "Counts are unsigned varints of the count plus one, and each structure ends with the count of"
                                + " its tagged fields (KIP-482). The response header is still the old one, so that any"
                                + " client can read it.",
                        context -> update(context, 3)),
                new Stage("unknown-version", "An unknown version of ApiVersions gets error 35, written as version 0.",
                        "A client that is newer than the broker first uses its own newest version. The response must"
                                + " tell it which version to use instead, on the same connection (KIP-511).",
                        WireStages::unknownVersion),
                new Stage("again", "A connection serves one request after another.",
                        "Read frames in a loop until the client closes the connection.", WireStages::again),
                new Stage("pipelined", "Requests that are sent together are answered in order.",
                        "Clients send the next request without waiting, and rely on the order of the responses.",
                        WireStages::pipelined),
                new Stage("piecemeal", "A request may arrive byte by byte.",
                        "One read from a socket returns the bytes that have arrived, not a frame. Read until the size"
                                + " is reached.",
                        WireStages::piecemeal),
                new Stage("side-by-side", "Clients do not wait for each other.",
                        "Each connection needs a thread of its own, or a loop that never blocks on one of them.",
                        WireStages::sideBySide));
    }

    private static RawRequest versions(MessageExchange broker, int version) {
        return broker.encode(ApiKeys.API_VERSIONS, version, MessageExchange.body(
                new ApiVersionsRequestData().setClientSoftwareName("gregor-judge").setClientSoftwareVersion("1"),
                Math.min(version, 3)));
    }

    private static void correlation(StageContext context) throws IOException {
        RawRequest request = versions(context.broker(), 0);
        context.broker().socket().send(request);
        context.broker().socket().receive(request);
    }

    private static void update(StageContext context, int version) throws IOException {
        TracedMessage response = context.broker().exchange(versions(context.broker(), version));
        response.expectNoError();
        Set<Short> keys = checkRanges(response);
        response.check(keys.contains(ApiKeys.API_VERSIONS.id), "ApiVersions (18) among the APIs", keys, "api_keys");
        context.supported().update(response.data(ApiVersionsResponseData.class).apiKeys());
    }

    private static Set<Short> checkRanges(TracedMessage response) {
        var keys = new HashSet<Short>();
        for (ApiVersion range : response.data(ApiVersionsResponseData.class).apiKeys()) {
            String path = "api_keys[" + keys.size() + "].";
            response.check(range.apiKey() >= 0 && keys.add(range.apiKey()), "each API key once", path + "api_key");
            response.check(range.minVersion() >= 0 && range.minVersion() <= range.maxVersion(),
                    "a highest version of at least " + range.minVersion(), path + "max_version");
        }
        return keys;
    }

    private static void unknownVersion(StageContext context) throws IOException {
        MessageExchange broker = context.broker();
        RawRequest unknown = versions(broker, UNKNOWN_VERSION);
        broker.socket().send(unknown);
        var response = new TracedMessage(unknown, 0, broker.socket().receive(unknown));
        response.expectError(Errors.UNSUPPORTED_VERSION, "error_code");
        checkAnswered(broker, versions(broker, 3));
    }

    private static void checkAnswered(MessageExchange broker, RawRequest request) throws IOException {
        broker.socket().send(request);
        receive(broker, request);
    }

    private static void receive(MessageExchange broker, RawRequest request) throws IOException {
        var response = broker.receive(request);
        response.expectNoError();
    }

    private static void again(StageContext context) throws IOException {
        for (int i = 0; i < 5; i++) {
            checkAnswered(context.broker(), versions(context.broker(), i % 2 == 0 ? 3 : 0));
        }
    }

    private static void pipelined(StageContext context) throws IOException {
        MessageExchange broker = context.broker();
        var requests = new ArrayList<RawRequest>();
        var frames = new ByteArrayOutputStream();
        for (int i = 0; i < PIPELINED; i++) {
            requests.add(versions(broker, i % 3 == 0 ? 0 : 3));
            frames.writeBytes(requests.getLast().frame());
        }
        broker.socket().send(frames.toByteArray(), requests.getFirst());
        for (RawRequest request : requests) {
            receive(broker, request);
        }
    }

    private static void piecemeal(StageContext context) throws IOException {
        RawRequest request = versions(context.broker(), 3);
        for (byte one : request.frame()) {
            context.broker().socket().send(new byte[]{one}, request);
            StageContext.pause(1);
        }
        receive(context.broker(), request);
    }

    private static void sideBySide(StageContext context) throws IOException {
        MessageExchange slow = context.openSecond();
        List<MessageExchange> others = List.of(context.openSecond(), context.openSecond());
        RawRequest request = versions(slow, 3);
        slow.socket().send(Arrays.copyOf(request.frame(), 9), request);
        for (MessageExchange other : others) {
            checkAnswered(other, versions(other, 3));
        }
    }
}
