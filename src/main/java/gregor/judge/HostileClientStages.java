package gregor.judge;

import module java.base;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/// Stages about clients that send invalid bytes, by mistake or on purpose: the broker may disconnect them, and must
/// still serve the others.
final class HostileClientStages {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /// Where the API key and the version are in a frame.
    private static final int API_KEY = 4;
    private static final int API_VERSION = 6;
    private static final short UNKNOWN = 9999;

    private HostileClientStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("lying-size", "An impossible size of a request does no harm.",
                        "Compare it with a limit before you allocate memory for it, and close the connection.",
                        HostileClientStages::sizes),
                new Stage("lying-count", "A count or a length that the frame cannot hold does no harm.",
                        "Compare it with the bytes that are left before you allocate memory for it.",
                        HostileClientStages::counts),
                new Stage("unknown-api", "A request of an unknown API or version does no harm.",
                        "Close the connection: the format of such a response is unknown.",
                        HostileClientStages::unknown),
                new Stage("half-a-request", "A client that disconnects in the middle of a request does no harm.",
                        "Close its connection, and write nothing of the incomplete request.",
                        HostileClientStages::half));
    }

    private static void checkOthersServed(StageContext context) throws IOException {
        context.log().produce(LogCalls.batch("still here"));
        TopicCalls.topic(context.openSecond(), context.topic(), Errors.NONE);
    }

    private static void expectClose(StageContext context, RawRequest request) throws IOException {
        BrokerSocket socket = context.openSecond().socket();
        socket.send(request);
        expectClose(socket, request);
        checkOthersServed(context);
    }

    private static void expectClose(BrokerSocket socket, RawRequest request) throws IOException {
        if (!socket.isClosedWithin(PATIENCE)) {
            throw StageFailure.of("the broker to close this connection",
                    "a connection still open after " + PATIENCE.toSeconds() + " s", request, null);
        }
    }

    private static void sizes(StageContext context) throws IOException {
        RawRequest request = context.broker().encode(TopicCalls.metadataRequest(context.topic()));
        for (int size : new int[]{Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 0x47455420}) {
            expectClose(context, request.with(ByteBuffer.wrap(request.frame().clone()).putInt(size).array()));
        }
    }

    private static void counts(StageContext context) throws IOException {
        expectClose(context, encode(context, ApiKeys.METADATA, "ffffffff07")); // a varint count: 2,147,483,647
        expectClose(context, encode(context, ApiKeys.METADATA, "ffffffff0f")); // a varint count: -1
        expectClose(context, encode(context, ApiKeys.LIST_OFFSETS, "ffffffff" + "00" + "7fffffff")); // of topics
        expectClose(context, encode(context, ApiKeys.HEARTBEAT, "7fff")); // the length of the group id
        var produce = context.log().produceRequest((short) -1, ByteBuffer.allocate(0));
        byte[] body = MessageExchange.body(produce, MessageExchange.version(ApiKeys.PRODUCE));
        ByteBuffer.wrap(body).putInt(body.length - Integer.BYTES, Integer.MAX_VALUE); // the length of the records
        expectClose(context, context.broker().encode(ApiKeys.PRODUCE, MessageExchange.version(ApiKeys.PRODUCE), body));
    }

    private static RawRequest encode(StageContext context, ApiKeys api, String hex) throws IOException {
        return context.broker().encode(api, MessageExchange.version(api), HexFormat.of().parseHex(hex));
    }

    private static void unknown(StageContext context) throws IOException {
        RawRequest request = context.broker().encode(TopicCalls.metadataRequest(context.topic()));
        for (int place : new int[]{API_KEY, API_VERSION}) {
            byte[] frame = request.frame().clone();
            expectClose(context, request.with(ByteBuffer.wrap(frame).putShort(place, UNKNOWN).array()));
        }
    }

    private static void half(StageContext context) throws IOException {
        long end = context.log().latest();
        RawRequest request = context.broker()
                .encode(context.log().produceRequest((short) -1, LogCalls.batch("never sent to its end")));
        BrokerSocket socket = context.openSecond().socket();
        socket.send(request.cut(request.frame().length - 5));
        socket.shutdownOutput();
        expectClose(socket, request);
        context.log().expectOffset(end, "the latest, as before", LogCalls.LATEST);
        checkOthersServed(context);
    }
}
