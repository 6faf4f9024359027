package gregor.judge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Who waits for what.
final class WaitStages {
    private static final int SHORT_MILLIS = 500;

    private WaitStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("long-poll", "A fetch at the end waits as long as it was told to.",
                        "max_wait_ms is how long a fetch may wait for min_bytes. An answer at once makes clients ask all the time.",
                        WaitStages::waits),
                new Stage("long-poll-wakes", "A waiting fetch is answered as soon as there is something.",
                        "Whoever writes must wake those who wait.", WaitStages::wakes),
                new Stage("acks-0", "A producer that asks for no acknowledgement gets no answer.",
                        "With acks=0 there is none: a client would take it for that of its next request.",
                        WaitStages::noAnswer));
    }

    private static void waits(Trial trial) throws IOException {
        long end = LogCalls.offset(trial.link(), trial.topic(), LogCalls.LATEST);
        Request fetch = LogCalls.fetch(trial.topic(), end, SHORT_MILLIS);
        long begin = System.nanoTime();
        LogCalls.fetched(trial.link().ask(fetch), trial.topic(), ErrorCode.NONE);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (millis < SHORT_MILLIS - SHORT_MILLIS / 5) {
            throw Fault.of("an answer after " + SHORT_MILLIS + " ms", "one after " + millis + " ms", fetch);
        }
    }

    private static void wakes(Trial trial) throws IOException {
        long end = LogCalls.offset(trial.link(), trial.topic(), LogCalls.LATEST);
        int patience = (int) trial.timeout().toMillis() * 3;
        Request fetch = LogCalls.fetch(trial.topic(), end, patience);
        Link waiting = trial.another();
        int id = waiting.send(fetch);
        Trial.pause(100);
        ByteBuffer batch = LogCalls.batch("wake up");
        LogCalls.produce(trial.link(), trial.topic(), batch, ErrorCode.NONE);
        LogCalls.mustBe(batch, end, LogCalls.fetched(waiting.receive(fetch, id), trial.topic(), ErrorCode.NONE));
    }

    private static void noAnswer(Trial trial) throws IOException {
        long end = LogCalls.offset(trial.link(), trial.topic(), LogCalls.LATEST);
        ByteBuffer batch = LogCalls.batch("nobody waits for this");
        trial.link().send(LogCalls.produce(trial.topic(), 0, batch));
        long next = LogCalls.offset(trial.link(), trial.topic(), LogCalls.LATEST);
        if (next != end + 1) {
            throw Fault.of("offset " + (end + 1) + " as the latest, since requests are worked on in their order",
                    "" + next);
        }
    }
}
