package gregor.judge;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Utf8;
import gregor.packed.Codec;
import gregor.packed.CorruptBatchException;
import gregor.packed.DecompressionLimits;
import gregor.packed.PackedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Topics that keep the latest record of each key.
final class CompactionStages {
    private static final String COMPACTED = "compacted";
    private static final String CLEANED = "cleaned";
    private static final int SEGMENT_MILLIS = 100;
    private static final int PAUSE_MILLIS = 200;
    /// Apache Kafka looks every 15 seconds whether there is something to compact.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private CompactionStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("compacted-topic", "A compacted topic takes records with a key, and none without.",
                        "It keeps the latest record of each key, so every record needs one. Error 87.",
                        CompactionStages::compacted),
                new Stage("compaction", "The latest record of each key stays, at its own offset.",
                        "What is superseded goes when a segment is closed and somebody has come round to it; this stage waits up to "
                        + PATIENCE.toSeconds() + " s. Offsets are never given again: there is a gap then.",
                        CompactionStages::compaction));
    }

    /// The topics that these stages make.
    static List<String> topics(Trial trial) {
        return List.of(trial.named(COMPACTED), trial.named(CLEANED));
    }

    private static long write(Trial trial, String topic, String key, String value, int expected) throws IOException {
        var event = new Event(System.currentTimeMillis(), key == null ? null : Utf8.bytes(key),
                Utf8.bytes(value), List.of());
        ByteBuffer batch = PackedBatch.of(ListBatch.of(event), Codec.NONE).bytes();
        return trial.patiently(() -> LogCalls.produce(trial.link(), topic, batch, expected));
    }

    private static void compacted(Trial trial) throws IOException {
        String topic = trial.named(COMPACTED);
        TopicStages.make(trial, topic, 1, Map.of("cleanup.policy", "compact"));
        write(trial, topic, "a key", "with a key", ErrorCode.NONE);
        write(trial, topic, null, "without a key", ErrorCode.INVALID_RECORD);
        long end = LogCalls.offset(trial.link(), topic, LogCalls.LATEST);
        if (end != 1) {
            throw Fault.of("offset 1 as the latest", "" + end);
        }
    }

    private static void compaction(Trial trial) throws IOException {
        String topic = trial.named(CLEANED);
        TopicStages.make(trial, topic, 1, Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio",
                "0", "segment.ms", "" + SEGMENT_MILLIS));
        write(trial, topic, "one", "first", ErrorCode.NONE);
        write(trial, topic, "two", "first", ErrorCode.NONE);
        write(trial, topic, "one", "second", ErrorCode.NONE);
        Trial.pause(PAUSE_MILLIS);
        write(trial, topic, "three", "first, in a segment of its own", ErrorCode.NONE);
        var expected = Map.of(1L, "two", 2L, "one", 3L, "three");
        long deadline = System.nanoTime() + Math.min(PATIENCE.toNanos(), 3 * trial.timeout().toNanos());
        while (true) {
            Map<Long, String> keys = keys(trial, topic);
            boolean whole = keys.size() == expected.size() + 1 && keys.entrySet().containsAll(expected.entrySet())
                    && "one".equals(keys.get(0L));
            if (keys.equals(expected)) {
                return;
            }
            if (!whole || System.nanoTime() > deadline) {
                throw Fault.of("the keys two, one and three at offsets 1, 2 and 3", keys.toString(),
                        LogCalls.fetch(topic, 0, 0));
            }
            Trial.pause(PAUSE_MILLIS);
        }
    }

    /// The key at each offset that there is. A broker may answer with one segment at a time.
    private static Map<Long, String> keys(Trial trial, String topic) throws IOException {
        var keys = new LinkedHashMap<Long, String>();
        long next = 0;
        ByteBuffer rest;
        do {
            rest = ByteBuffer.wrap(LogCalls.fetch(trial.link(), topic, next, ErrorCode.NONE).records());
            try {
                while (rest.hasRemaining()) {
                    PackedBatch batch = PackedBatch.take(rest, DecompressionLimits.DEFAULT);
                    batch.forEach(entry -> keys.put(entry.offset(), Utf8.show(entry.event().key())));
                    next = batch.lastOffset() + 1;
                }
            } catch (CorruptBatchException e) {
                throw Fault.of("whole batches", e.getMessage());
            }
        } while (rest.capacity() > 0);
        return keys;
    }
}
