package gregor.compact;

import java.time.Duration;

/// How a log is compacted.
///
/// @param minDirtyRatio   a pass is due when more than this part of the bytes is dirty, 0 to 1.
///                        Kafka: `min.cleanable.dirty.ratio`
/// @param minLag          so long an event stays in the head, which is not compacted. Kafka: `min.compaction.lag.ms`
/// @param deleteRetention so long a tombstone stays after the pass that cleaned what was before it.
///                        Kafka: `delete.retention.ms`
/// @param maxKeys         so many keys are remembered at a time.
///                        Kafka, in bytes: `log.cleaner.dedupe.buffer.size`
public record CompactionSettings(double minDirtyRatio, Duration minLag, Duration deleteRetention, int maxKeys) {
    /// Kafka's defaults. Its 128 MB remember five million keys; a million is enough for us.
    public static final CompactionSettings DEFAULT = new CompactionSettings(0.5, Duration.ZERO, Duration.ofHours(24), 1_000_000);

    /// @throws IllegalArgumentException if the ratio is not 0 to 1, a time is negative, or there is no room for a key
    public CompactionSettings {
        if (!(minDirtyRatio >= 0 && minDirtyRatio <= 1)) {
            throw new IllegalArgumentException("a dirty ratio lies between 0 and 1, so it cannot be " + minDirtyRatio);
        }
        if (minLag.isNegative() || deleteRetention.isNegative()) {
            throw new IllegalArgumentException("a time to wait is 0 or more, not " + minLag + " or " + deleteRetention);
        }
        if (maxKeys < 1) {
            throw new IllegalArgumentException("a pass must remember 1 key or more, not " + maxKeys);
        }
    }
}
