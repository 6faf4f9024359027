package gregor.judge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/// Stages about requests that wait: a fetch for records, and a producer for nothing.
final class LongPollStages {
    private static final int SHORT_MILLIS = 500;

    private LongPollStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("long-poll", "A fetch at the end of the log waits for max_wait_ms.",
                        "max_wait_ms is how long a fetch may wait for min_bytes. A response at once makes clients"
                                + " send requests all the time.",
                        LongPollStages::waits),
                new Stage("long-poll-wakes", "A waiting fetch is answered as soon as a record arrives.",
                        "An append must wake the fetches that wait for it.", LongPollStages::wakes),
                new Stage("acks-0", "A producer that asks for no acknowledgement gets no response.",
                        "With acks=0, a client would take a response for that of its next request.",
                        LongPollStages::noResponse));
    }

    private static void waits(StageContext context) throws IOException {
        LogCalls log = context.log();
        long end = log.latest();
        long begin = System.nanoTime();
        FetchResult fetched = log.receiveFetch(log.sendFetch(end, SHORT_MILLIS), Errors.NONE);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (millis < SHORT_MILLIS - SHORT_MILLIS / 5) {
            throw fetched.response().failure("an answer after " + SHORT_MILLIS + " ms", "one after " + millis + " ms");
        }
    }

    private static void wakes(StageContext context) throws IOException {
        long end = context.log().latest();
        var waiting = new LogCalls(context.openSecond(), context.topic());
        RawRequest fetch = waiting.sendFetch(end, 3 * (int) context.timeout().toMillis());
        StageContext.pause(100);
        ByteBuffer batch = LogCalls.batch("wake up");
        context.log().produce(batch);
        waiting.receiveFetch(fetch, Errors.NONE).expectBatch(batch, end);
    }

    private static void noResponse(StageContext context) throws IOException {
        LogCalls log = context.log();
        long end = log.latest();
        context.broker().send(log.produceRequest((short) 0, LogCalls.batch("not acknowledged")));
        log.expectOffset(end + 1, "the latest, since requests are processed in order", LogCalls.LATEST);
    }
}
