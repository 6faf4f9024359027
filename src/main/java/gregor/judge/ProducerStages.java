package gregor.judge;

import gregor.list.Origin;
import gregor.packed.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Producers that send again.
final class ProducerStages {
    private ProducerStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("producer-id", "Each producer gets an id of its own.",
                        "All newer clients ask for one (enable.idempotence is their default).", ProducerStages::ids),
                new Stage("duplicate", "A batch that is sent again is recognised, and gets the offset that it has.",
                        "A producer that heard no answer sends again. Id, epoch and the sequence number of the first record say that it is"
                        + " the same batch.", ProducerStages::duplicate),
                new Stage("sequence", "A batch before which one is missing is refused.",
                        "Error 45: else the records would come out in another order than they were sent.",
                        ProducerStages::gap));
    }

    /// Asks for a producer id.
    private static Origin origin(Link link) throws IOException {
        Response response = link.ask(Request.of(Api.INIT_PRODUCER_ID).text(null).int32(60_000));
        response.int32("throttle time");
        response.error(ErrorCode.NONE);
        long id = response.int64("producer id");
        response.must(id >= 0, "a producer id of 0 or more", id);
        int epoch = response.int16("producer epoch");
        response.must(epoch >= 0, "a producer epoch of 0 or more", epoch);
        response.close();
        return new Origin(id, (short) epoch, 0);
    }

    private static void ids(Trial trial) throws IOException {
        Origin one = trial.patiently(() -> origin(trial.link()));
        Origin another = origin(trial.link());
        if (one.producerId() == another.producerId()) {
            throw Fault.of("two different ids", one.producerId() + " twice");
        }
    }

    private static ByteBuffer batch(Origin origin, String... values) {
        return LogCalls.batch(Codec.NONE, origin, System.currentTimeMillis(), values);
    }

    private static void duplicate(Trial trial) throws IOException {
        Origin origin = origin(trial.link());
        ByteBuffer first = batch(origin, "once", "and no more");
        ByteBuffer second = batch(origin.after(2), "this neither");
        long offset = LogCalls.produce(trial.link(), trial.topic(), first, ErrorCode.NONE);
        LogCalls.produce(trial.link(), trial.topic(), second, ErrorCode.NONE);
        long again = LogCalls.produce(trial.link(), trial.topic(), first, ErrorCode.NONE);
        long end = LogCalls.offset(trial.link(), trial.topic(), LogCalls.LATEST);
        if (again != offset || end != offset + 3) {
            throw Fault.of("offset " + offset + " again, and " + (offset + 3) + " as the latest",
                    again + ", and " + end);
        }
    }

    private static void gap(Trial trial) throws IOException {
        Origin origin = origin(trial.link());
        LogCalls.produce(trial.link(), trial.topic(), batch(origin, "first"), ErrorCode.NONE);
        LogStages.mustLeave(trial, batch(origin.after(2), "third"), ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        LogCalls.produce(trial.link(), trial.topic(), batch(origin.after(1), "second"), ErrorCode.NONE);
    }
}
