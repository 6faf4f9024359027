package gregor.judge;

import module java.base;

import gregor.list.Origin;
import gregor.packed.Codec;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;

/// Stages about idempotent producers (KIP-98).
final class ProducerStages {
    private static final int TRANSACTION_TIMEOUT_MILLIS = 60_000;

    private ProducerStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("producer-id", "Each producer gets an id of its own.",
                        "All newer clients request one (enable.idempotence is true by default).", ProducerStages::ids),
                new Stage("duplicate", "A batch that is sent again is recognised, and keeps its offset.",
                        "A producer that received no response sends again. Producer id, epoch and the sequence number"
                                + " of the first record identify the batch.",
                        ProducerStages::duplicate),
                new Stage("sequence", "A batch after a missing one is rejected.",
                        "Error 45: otherwise the records would be stored in another order than they were sent.",
                        ProducerStages::gap));
    }

    private static Origin origin(MessageExchange broker) throws IOException {
        var response = broker.exchange(new InitProducerIdRequestData().setTransactionalId(null)
                .setTransactionTimeoutMs(TRANSACTION_TIMEOUT_MILLIS));
        InitProducerIdResponseData data = response.data(InitProducerIdResponseData.class);
        response.expectNoError();
        response.check(data.producerId() >= 0, "a producer id of 0 or more", "producer_id");
        response.check(data.producerEpoch() >= 0, "a producer epoch of 0 or more", "producer_epoch");
        return new Origin(data.producerId(), data.producerEpoch(), 0);
    }

    private static void ids(StageContext context) throws IOException {
        Origin one = context.retryWhileNotReady(() -> origin(context.broker()));
        Origin another = origin(context.broker());
        if (one.producerId() == another.producerId()) {
            throw StageFailure.of("two different ids", one.producerId() + " twice");
        }
    }

    private static ByteBuffer batch(Origin origin, String... values) {
        return LogCalls.batch(Codec.NONE, origin, System.currentTimeMillis(), values);
    }

    private static void duplicate(StageContext context) throws IOException {
        LogCalls log = context.log();
        Origin origin = origin(context.broker());
        ByteBuffer first = batch(origin, "once", "and no more");
        long offset = log.produce(first);
        log.produce(batch(origin.after(2), "this neither"));
        long again = log.produce(first);
        long end = log.latest();
        if (again != offset || end != offset + 3) {
            throw StageFailure.of("offset " + offset + " again, and " + (offset + 3) + " as the latest",
                    again + ", and " + end);
        }
    }

    private static void gap(StageContext context) throws IOException {
        Origin origin = origin(context.broker());
        context.log().produce(batch(origin, "first"));
        context.log().expectRejected(batch(origin.after(2), "third"), Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
        context.log().produce(batch(origin.after(1), "second"));
    }
}
