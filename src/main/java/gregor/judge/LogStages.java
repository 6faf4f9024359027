package gregor.judge;

import module java.base;

import gregor.list.Origin;
import gregor.packed.Codec;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/// Stages about writing and reading records, and about requests that wait: a fetch for records, and a producer for
/// nothing.
final class LogStages {
    private static final int SHORT_MILLIS = 500;

    private LogStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("produce", "Batches get consecutive offsets, one for each record.",
                        "The response has the offset of a batch's first record. Three records and three more: offsets"
                                + " 0 and 3.",
                        LogStages::produce),
                new Stage("fetch", "A fetch returns a batch byte for byte.",
                        "A broker writes the first 8 bytes of a batch, its base offset, and bytes 12 to 15, the leader"
                                + " epoch. The checksum covers what follows it, so nothing else may change.",
                        LogStages::fetch),
                new Stage("fetch-from-within", "A fetch from the middle of a batch returns the whole batch.",
                        "A broker does not split batches; clients skip the records before their offset.",
                        LogStages::within),
                new Stage("fetch-by-id", "A fetch may name its topic by id.",
                        "From version 13 on, the request has no topic name. Metadata returns the id (KIP-516).",
                        LogStages::byId),
                new Stage("out-of-range", "A fetch from an offset that does not exist gets error 1.",
                        "The end of the log is in range: a consumer that reads from there waits for the next record.",
                        LogStages::outOfRange),
                new Stage("list-offsets",
                        "ListOffsets returns the first offset, the next one, and the first at or after a time.",
                        "The times -2 and -1 mean the earliest and the latest offset.", LogStages::offsets),
                new Stage("codecs", "Batches compressed with gzip, snappy, lz4 and zstd are kept as they are.",
                        "A broker need not decompress them to store them; the header of a batch has its number of"
                                + " records.",
                        LogStages::codecs),
                new Stage("unknown-partition", "Reading and writing a partition that does not exist gets error 3.",
                        "Each partition in a response has its own error code.", LogStages::unknown),
                new Stage("checksum", "A batch with a wrong checksum is rejected, and nothing of it is kept.",
                        "The CRC32C of all bytes after it. Error 2; check it before you write.", LogStages::checksum),
                new Stage("long-poll", "A fetch at the end of the log waits for max_wait_ms.",
                        "max_wait_ms is how long a fetch may wait for min_bytes. A response at once makes clients"
                                + " send requests all the time.",
                        LogStages::waits),
                new Stage("long-poll-wakes", "A waiting fetch is answered as soon as a record arrives.",
                        "An append must wake the fetches that wait for it.", LogStages::wakes),
                new Stage("acks-0", "A producer that asks for no acknowledgement gets no response.",
                        "With acks=0, a client would take a response for that of its next request.",
                        LogStages::noResponse));
    }

    private static void produce(StageContext context) throws IOException {
        LogCalls log = context.log();
        long first = context.retryWhileNotReady(() -> log.produce(LogCalls.batch("a", "b", "c")));
        long second = log.produce(LogCalls.batch("d", "e", "f"));
        if (first != 0 || second != 3) {
            throw StageFailure.of("base offsets 0 and 3", first + " and " + second);
        }
    }

    private static void fetch(StageContext context) throws IOException {
        ByteBuffer batch = LogCalls.batch("one", "two", "three");
        long offset = context.log().produce(batch);
        FetchResult fetched = context.log().fetch(offset);
        fetched.expectHighWatermark(offset + 3);
        fetched.expectBatch(batch, offset);
    }

    private static void within(StageContext context) throws IOException {
        ByteBuffer batch = LogCalls.batch("one", "two", "three");
        long offset = context.log().produce(batch);
        context.log().fetch(offset + 2).expectBatch(batch, offset);
    }

    private static void byId(StageContext context) throws IOException {
        if (!context.supported().has(ApiKeys.FETCH, LogCalls.FETCH_BY_ID)) {
            throw new UnsupportedByBroker("Fetch by id");
        }
        ByteBuffer batch = LogCalls.batch("by its id");
        long offset = context.log().produce(batch);
        var topic = TopicCalls.topic(context.broker(), context.topic(), Errors.NONE);
        context.log().fetchById(topic.topicId(), offset).expectBatch(batch, offset);
    }

    private static void outOfRange(StageContext context) throws IOException {
        long end = context.log().latest();
        context.log().fetch(end + 1000, Errors.OFFSET_OUT_OF_RANGE);
        FetchResult fetched = context.log().fetch(end);
        if (fetched.records().hasRemaining()) {
            throw fetched.response().failure("no records at the end", fetched.records().remaining() + " bytes of them");
        }
    }

    private static void offsets(StageContext context) throws IOException {
        LogCalls log = context.log();
        long time = System.currentTimeMillis() + 1_000_000;
        long offset = log.produce(LogCalls.batch(Codec.NONE, Origin.UNKNOWN, time, "at 0", "at 1", "at 2"));
        log.expectOffset(0, "the earliest", LogCalls.EARLIEST);
        log.expectOffset(offset + 3, "the latest", LogCalls.LATEST);
        log.expectOffset(offset + 1, "the first whose timestamp is at least the second record's", time + 1);
        log.expectOffset(-1, "the answer for a time after the last record", time + 3);
    }

    private static void codecs(StageContext context) throws IOException {
        for (Codec codec : Codec.values()) {
            ByteBuffer batch = LogCalls.batch(codec, Origin.UNKNOWN, System.currentTimeMillis(), "again ".repeat(50),
                    "and again ".repeat(50));
            long offset = context.log().produce(batch);
            context.log().fetch(offset).expectBatch(batch, offset);
        }
    }

    private static void unknown(StageContext context) throws IOException {
        var nowhere = new LogCalls(context.broker(), context.named("nowhere"));
        nowhere.fetch(0, Errors.UNKNOWN_TOPIC_OR_PARTITION);
        nowhere.produce(LogCalls.batch("lost"), Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private static void checksum(StageContext context) throws IOException {
        ByteBuffer batch = LogCalls.batch("this was changed on its way");
        batch.put(batch.limit() - 3, (byte) '!');
        context.log().expectRejected(batch, Errors.CORRUPT_MESSAGE);
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
