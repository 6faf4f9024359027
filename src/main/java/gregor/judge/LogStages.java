package gregor.judge;

import gregor.list.Origin;
import gregor.packed.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// What is written can be read.
final class LogStages {
    private LogStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("produce", "Batches get offsets, one record after the other.",
                        "The answer has the offset of a batch's first record. Three records and three more: offsets 0 and 3.",
                        LogStages::produce),
                new Stage("fetch", "What was sent comes back byte for byte.",
                        "A broker writes the first 8 bytes of a batch, its base offset, and bytes 12 to 15, the leader epoch. The checksum"
                        + " stands for what comes after them, so nothing else may change.", LogStages::fetch),
                new Stage("fetch-from-within", "A fetch from the middle of a batch gets the whole batch.",
                        "A broker does not take batches apart; clients skip what they have not asked for.",
                        LogStages::within),
                new Stage("fetch-by-id", "A fetch may name its topic by its id.",
                        "From version 13 on the name has gone from the request. The id is the one that Metadata has.",
                        LogStages::byId),
                new Stage("out-of-range", "A fetch from an offset that is not there gets error 1.",
                        "The end itself is no such offset: whoever reads from there waits for what comes next.",
                        LogStages::outOfRange),
                new Stage("list-offsets",
                        "The first offset, the next one, and the first that is not older than a time.",
                        "The times -2 and -1 stand for the earliest and the latest.", LogStages::offsets),
                new Stage("codecs", "Batches compressed with gzip, snappy, lz4 and zstd are kept as they are.",
                        "A broker need not unpack them to store them; the header of a batch says how many records it has.",
                        LogStages::codecs),
                new Stage("unknown-partition", "What is not there cannot be written to, or read.",
                        "Error 3, for each partition on its own.", LogStages::unknown),
                new Stage("checksum", "A batch with a wrong checksum is refused, and nothing of it is kept.",
                        "The CRC32C of everything behind it. Error 2; look at it before you write.",
                        LogStages::checksum));
    }

    private static void produce(Trial trial) throws IOException {
        long first = trial.patiently(() -> LogCalls.produce(trial.link(), trial.topic(),
                LogCalls.batch("a", "b", "c"), ErrorCode.NONE));
        long second = LogCalls.produce(trial.link(), trial.topic(), LogCalls.batch("d", "e", "f"), ErrorCode.NONE);
        if (first != 0 || second != 3) {
            throw Fault.of("base offsets 0 and 3", first + " and " + second);
        }
    }

    /// Writes a batch; returns its base offset.
    private static long write(Trial trial, ByteBuffer batch) throws IOException {
        return LogCalls.produce(trial.link(), trial.topic(), batch, ErrorCode.NONE);
    }

    private static LogCalls.Fetched read(Trial trial, long offset) throws IOException {
        return LogCalls.fetch(trial.link(), trial.topic(), offset, ErrorCode.NONE);
    }

    private static void fetch(Trial trial) throws IOException {
        ByteBuffer batch = LogCalls.batch("one", "two", "three");
        long offset = write(trial, batch);
        LogCalls.Fetched fetched = read(trial, offset);
        if (fetched.end() != offset + 3) {
            throw Fault.of("a high watermark of " + (offset + 3) + ", behind the records that all replicas have",
                    "" + fetched.end());
        }
        LogCalls.mustBe(batch, offset, fetched);
    }

    private static void within(Trial trial) throws IOException {
        ByteBuffer batch = LogCalls.batch("one", "two", "three");
        long offset = write(trial, batch);
        LogCalls.mustBe(batch, offset, read(trial, offset + 2));
    }

    private static void byId(Trial trial) throws IOException {
        if (!trial.offer().has(Api.FETCH, 13)) {
            throw new NotOffered("Fetch by id");
        }
        ByteBuffer batch = LogCalls.batch("by its id");
        long offset = write(trial, batch);
        TopicCalls.Topic topic = TopicCalls.topic(trial.link(), trial.topic(), ErrorCode.NONE);
        LogCalls.mustBe(batch, offset, LogCalls.fetch(trial.link(), topic.id(), offset));
    }

    private static void outOfRange(Trial trial) throws IOException {
        long end = LogCalls.offset(trial.link(), trial.topic(), LogCalls.LATEST);
        LogCalls.fetch(trial.link(), trial.topic(), end + 1000, ErrorCode.OFFSET_OUT_OF_RANGE);
        int bytes = read(trial, end).records().length;
        if (bytes != 0) {
            throw Fault.of("no records at the end", bytes + " bytes of them", LogCalls.fetch(trial.topic(), end, 0));
        }
    }

    private static void offsets(Trial trial) throws IOException {
        long hour = System.currentTimeMillis() + 1_000_000;
        long offset = write(trial, LogCalls.batch(Codec.NONE, Origin.UNKNOWN, hour, "at 0", "at 1", "at 2"));
        mustBe(trial, "the earliest", LogCalls.EARLIEST, 0);
        mustBe(trial, "the latest", LogCalls.LATEST, offset + 3);
        mustBe(trial, "the first that is not older than the second record", hour + 1, offset + 1);
        mustBe(trial, "one from after the last record: there is none, -1", hour + 3, -1);
    }

    private static void mustBe(Trial trial, String what, long time, long expected) throws IOException {
        long actual = LogCalls.offset(trial.link(), trial.topic(), time);
        if (actual != expected) {
            throw Fault.of("offset " + expected + " as " + what, "" + actual);
        }
    }

    private static void codecs(Trial trial) throws IOException {
        for (Codec codec : Codec.values()) {
            ByteBuffer batch = LogCalls.batch(codec, Origin.UNKNOWN, System.currentTimeMillis(),
                    "again ".repeat(50), "and again ".repeat(50));
            long offset = write(trial, batch);
            LogCalls.mustBe(batch, offset, read(trial, offset));
        }
    }

    private static void unknown(Trial trial) throws IOException {
        String nowhere = trial.named("nowhere");
        LogCalls.fetch(trial.link(), nowhere, 0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        LogCalls.produce(trial.link(), nowhere, LogCalls.batch("lost"), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private static void checksum(Trial trial) throws IOException {
        ByteBuffer batch = LogCalls.batch("this was changed on its way");
        batch.put(batch.limit() - 3, (byte) '!');
        mustLeave(trial, batch, ErrorCode.CORRUPT_MESSAGE);
    }

    /// A batch must be refused, and the log must be as it was.
    static void mustLeave(Trial trial, ByteBuffer batch, int error) throws IOException {
        long end = LogCalls.offset(trial.link(), trial.topic(), LogCalls.LATEST);
        LogCalls.produce(trial.link(), trial.topic(), batch, error);
        mustBe(trial, "the latest, as before", LogCalls.LATEST, end);
    }
}
