package gregor.compact;

import java.time.Duration;

/// The settings of compaction.
///
/// @param minDirtyRatio   the dirty part of the bytes, 0 to 1, above which a compaction is due (Kafka:
///                        `min.cleanable.dirty.ratio`)
/// @param minLag          the time for which a new event is not compacted (Kafka: `min.compaction.lag.ms`)
/// @param deleteRetention the time for which a tombstone is retained after the compaction that cleaned the events
///                        before it (Kafka: `delete.retention.ms`)
/// @param maxKeys         the number of keys in memory at a time (Kafka, in bytes: `log.cleaner.dedupe.buffer.size`)
public record CompactionSettings(double minDirtyRatio, Duration minLag, Duration deleteRetention, int maxKeys) {
    /// Kafka's defaults, but for the number of keys: a million here, about five million in Kafka's 128 MB.
    public static final CompactionSettings DEFAULT = new CompactionSettings(0.5, Duration.ZERO, Duration.ofHours(24),
            1_000_000);

    /// @throws IllegalArgumentException if the ratio is not 0 to 1, a time is negative, or `maxKeys` is less than 1
    public CompactionSettings {
        if (!(minDirtyRatio >= 0 && minDirtyRatio <= 1)) {
            throw new IllegalArgumentException("the dirty ratio must be 0 to 1, not " + minDirtyRatio);
        }
        if (minLag.isNegative() || deleteRetention.isNegative()) {
            throw new IllegalArgumentException(
                    "the lag and the delete retention must be 0 or more, not " + minLag + " or " + deleteRetention);
        }
        if (maxKeys < 1) {
            throw new IllegalArgumentException("the number of keys must be 1 or more, not " + maxKeys);
        }
    }
}
