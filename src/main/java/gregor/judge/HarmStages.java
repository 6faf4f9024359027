package gregor.judge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/// Clients that lie, by mistake or on purpose. They may be cut off; nobody else may notice.
final class HarmStages {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private HarmStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("lying-size", "A size that cannot be is not believed.",
                        "Compare it with a limit before you allocate so much, and close the connection.",
                        HarmStages::sizes),
                new Stage("lying-count", "A count or a length that the frame cannot hold is not believed.",
                        "Compare it with the bytes that are left before you allocate so much.", HarmStages::counts),
                new Stage("unknown-api", "A request that nobody knows does no harm.",
                        "Close the connection: nobody can say how such an answer would look.", HarmStages::unknown),
                new Stage("half-a-request", "A client that goes away in the middle is forgotten.",
                        "Its connection ends, and nothing is written of what it had begun to send.", HarmStages::half));
    }

    private static void others(Trial trial) throws IOException {
        LogCalls.produce(trial.link(), trial.topic(), LogCalls.batch("still here"), ErrorCode.NONE);
        TopicCalls.topic(trial.another(), trial.topic(), ErrorCode.NONE);
    }

    private static void mustClose(Trial trial, byte[] bytes, Request like) throws IOException {
        Link link = trial.another();
        link.raw(bytes, like);
        if (link.last(PATIENCE).isEmpty()) {
            throw Fault.of("that the broker closes this connection",
                    "that it is open after " + PATIENCE.toSeconds() + " s", like,
                    new Excerpt(bytes, 0, Math.min(4, bytes.length), "the size that was sent"));
        }
        others(trial);
    }

    private static void sizes(Trial trial) throws IOException {
        for (int size : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 0x47455420}) {
            byte[] frame = TopicCalls.metadata(trial.topic()).frame(trial.link().nextId());
            mustClose(trial, ByteBuffer.wrap(frame).putInt(size).array(), TopicCalls.metadata(trial.topic()));
        }
    }

    private static void counts(Trial trial) throws IOException {
        List<Request> lies = List.of(Request.of(Api.METADATA).varint(Integer.MAX_VALUE),
                Request.of(Api.METADATA).varint(-1),
                Request.of(Api.LIST_OFFSETS).int32(-1).int8(0).int32(Integer.MAX_VALUE),
                Request.of(Api.HEARTBEAT).int16(Short.MAX_VALUE),
                Request.of(Api.PRODUCE).text(null).int16(-1).int32(5000).int32(1).text(trial.topic())
                .int32(1).int32(0).int32(Integer.MAX_VALUE));
        for (Request lie : lies) {
            Link link = trial.another();
            link.send(lie);
            if (link.last(PATIENCE).isEmpty()) {
                throw Fault.of("that the broker closes this connection",
                        "that it is open after " + PATIENCE.toSeconds() + " s", lie);
            }
            others(trial);
        }
    }

    private static void unknown(Trial trial) throws IOException {
        byte[] frame = TopicCalls.metadata(trial.topic()).frame(trial.link().nextId());
        mustClose(trial, ByteBuffer.wrap(frame).putShort(4, (short) 9999).array(), TopicCalls.metadata(trial.topic()));
        mustClose(trial, ByteBuffer.wrap(frame).putShort(6, (short) 9999).array(), TopicCalls.metadata(trial.topic()));
    }

    private static void half(Trial trial) throws IOException {
        long end = LogCalls.offset(trial.link(), trial.topic(), LogCalls.LATEST);
        Request request = LogCalls.produce(trial.topic(), -1, LogCalls.batch("never sent to its end"));
        byte[] frame = request.frame(trial.link().nextId());
        Link link = trial.another();
        link.raw(java.util.Arrays.copyOf(frame, frame.length - 5), request);
        link.half();
        if (link.last(PATIENCE).isEmpty()) {
            throw Fault.of("that the broker closes its end too",
                    "that it is open after " + PATIENCE.toSeconds() + " s", request);
        }
        long now = LogCalls.offset(trial.link(), trial.topic(), LogCalls.LATEST);
        if (now != end) {
            throw Fault.of("offset " + end + " as the latest, as before", "" + now, request);
        }
        others(trial);
    }
}
