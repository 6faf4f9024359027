package gregor.judge;

import module java.base;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Utf8;
import gregor.packed.Codec;
import gregor.packed.CorruptBatchException;
import gregor.packed.DecompressionLimits;
import gregor.packed.PackedBatch;
import org.apache.kafka.common.protocol.Errors;

/// Stages about topics that keep the latest record of each key.
final class CompactionStages {
    private static final String COMPACTED = "compacted";
    private static final String CLEANED = "cleaned";
    private static final int SEGMENT_MILLIS = 100;
    private static final int PAUSE_MILLIS = 200;
    /// Apache Kafka checks every 15 seconds whether a log needs compaction (log.cleaner.backoff.ms).
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<Long, String> BEFORE = Map.of(0L, "one", 1L, "two", 2L, "one", 3L, "three");
    private static final Map<Long, String> AFTER = Map.of(1L, "two", 2L, "one", 3L, "three");

    private CompactionStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("compacted-topic", "A compacted topic accepts records with a key, and none without.",
                        "It keeps the latest record of each key, so every record needs one. Error 87.",
                        CompactionStages::compacted),
                new Stage("compaction", "The latest record of each key stays, at its own offset.",
                        "Superseded records are removed once their segment is closed and the cleaner has run; this"
                                + " stage waits up to " + PATIENCE.toSeconds()
                                + " s. Offsets are never reused, so compaction" + " leaves gaps.",
                        CompactionStages::compaction));
    }

    static List<String> topics(StageContext context) {
        return List.of(context.named(COMPACTED), context.named(CLEANED));
    }

    private static LogCalls create(StageContext context, String name, Map<String, String> configs) throws IOException {
        TopicStages.create(context, context.named(name), 1, configs);
        return new LogCalls(context.broker(), context.named(name));
    }

    private static void write(StageContext context, LogCalls log, String key, String value, Errors expected)
            throws IOException {
        var event = new Event(System.currentTimeMillis(), key == null ? null : Utf8.bytes(key), Utf8.bytes(value),
                List.of());
        ByteBuffer batch = PackedBatch.of(ListBatch.of(event), Codec.NONE).bytes();
        context.retryWhileNotReady(() -> log.produce(batch, expected));
    }

    private static void compacted(StageContext context) throws IOException {
        LogCalls log = create(context, COMPACTED, Map.of("cleanup.policy", "compact"));
        write(context, log, "a key", "with a key", Errors.NONE);
        write(context, log, null, "without a key", Errors.INVALID_RECORD);
        log.expectOffset(1, "the latest", LogCalls.LATEST);
    }

    private static void compaction(StageContext context) throws IOException {
        LogCalls log = create(context, CLEANED, Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0",
                "segment.ms", "" + SEGMENT_MILLIS));
        write(context, log, "one", "first", Errors.NONE);
        write(context, log, "two", "first", Errors.NONE);
        write(context, log, "one", "second", Errors.NONE);
        StageContext.pause(PAUSE_MILLIS);
        write(context, log, "three", "first, in a segment of its own", Errors.NONE);
        awaitCompaction(log, Math.min(PATIENCE.toNanos(), 3 * context.timeout().toNanos()));
    }

    private static void awaitCompaction(LogCalls log, long nanos) throws IOException {
        long deadline = System.nanoTime() + nanos;
        Map<Long, String> keys = keys(log);
        while (keys.equals(BEFORE) && System.nanoTime() <= deadline) {
            StageContext.pause(PAUSE_MILLIS);
            keys = keys(log);
        }
        if (!keys.equals(AFTER)) {
            throw StageFailure.of("the keys two, one and three at offsets 1, 2 and 3", keys.toString());
        }
    }

    /// Returns the key at each offset. A broker may answer with one segment at a time.
    private static Map<Long, String> keys(LogCalls log) throws IOException {
        var keys = new LinkedHashMap<Long, String>();
        long next = 0;
        ByteBuffer rest;
        do {
            FetchResult fetched = log.fetch(next);
            rest = fetched.records();
            try {
                while (rest.hasRemaining()) {
                    PackedBatch batch = PackedBatch.take(rest, DecompressionLimits.DEFAULT);
                    batch.forEach(entry -> keys.put(entry.offset(), Utf8.show(entry.event().key())));
                    next = batch.lastOffset() + 1;
                }
            } catch (CorruptBatchException e) {
                throw fetched.response().failure("whole batches", e.getMessage());
            }
        } while (rest.limit() > 0);
        return keys;
    }
}
