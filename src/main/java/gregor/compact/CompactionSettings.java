package gregor.compact;

import module java.base;

/// The settings of compaction.
///
/// @param minDirtyRatio   the dirty part of the bytes, 0 to 1, above which a compaction is due (Kafka:
///                        `min.cleanable.dirty.ratio`)
/// @param minLag          the time for which a new event is not compacted (Kafka: `min.compaction.lag.ms`)
/// @param maxLag          the time after which a compaction is due whatever the ratio (Kafka: `max.compaction.lag.ms`,
///                        KIP-354)
/// @param deleteRetention the time for which a tombstone is retained after the compaction that cleaned the events
///                        before it (Kafka: `delete.retention.ms`)
/// @param maxKeys         the number of keys in memory at a time (Kafka, in bytes: `log.cleaner.dedupe.buffer.size`)
public record CompactionSettings(double minDirtyRatio, Duration minLag, Duration maxLag, Duration deleteRetention,
        int maxKeys) {
    /// The maximum lag of a log in which only the ratio counts.
    public static final Duration NO_MAX_LAG = Duration.ofMillis(Long.MAX_VALUE);

    /// Kafka's defaults, but for the number of keys: a million here, about five million in Kafka's 128 MB.
    public static final CompactionSettings DEFAULT = new CompactionSettings(0.5, Duration.ZERO, Duration.ofHours(24),
            1_000_000);

    /// @throws IllegalArgumentException if the ratio is not 0 to 1, a time is negative, the lags contradict each other,
    ///         or `maxKeys` is less than 1
    public CompactionSettings {
        if (!(minDirtyRatio >= 0 && minDirtyRatio <= 1)) {
            throw new IllegalArgumentException("the dirty ratio must be 0 to 1, not " + minDirtyRatio);
        }
        if (minLag.isNegative() || deleteRetention.isNegative()) {
            throw new IllegalArgumentException(
                    "the lag and the delete retention must be 0 or more, not " + minLag + " or " + deleteRetention);
        }
        if (maxLag.compareTo(minLag) < 0) {
            throw new IllegalArgumentException(
                    "the maximum lag must be at least the minimum lag " + minLag + ", not " + maxLag);
        }
        if (maxKeys < 1) {
            throw new IllegalArgumentException("the number of keys must be 1 or more, not " + maxKeys);
        }
    }

    /// Makes settings without a maximum lag.
    ///
    /// @throws IllegalArgumentException as the other constructor
    public CompactionSettings(double minDirtyRatio, Duration minLag, Duration deleteRetention, int maxKeys) {
        this(minDirtyRatio, minLag, NO_MAX_LAG, deleteRetention, maxKeys);
    }
}
