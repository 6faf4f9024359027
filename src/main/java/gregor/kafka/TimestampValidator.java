package gregor.kafka;

import gregor.broker.Partition;
import gregor.packed.PackedBatch;
import gregor.topic.TopicConfig;
import org.apache.kafka.common.protocol.Errors;

/// Checks the largest timestamp of a batch, or replaces its timestamps, as the topic's configuration demands (KIP-32,
/// KIP-937). It reads only the header of the batch.
///
/// @param append whether the broker's clock sets the timestamps (`LogAppendTime`)
/// @param before how far a timestamp may be in the past, in ms
/// @param after  how far it may be in the future, in ms
record TimestampValidator(boolean append, long before, long after) {
    private static final String TYPE = "message.timestamp.type";
    private static final String BEFORE = "message.timestamp.before.max.ms";
    private static final String AFTER = "message.timestamp.after.max.ms";

    /// A batch with valid timestamps.
    ///
    /// @param appendTime the broker's time in ms if that is its timestamp; else -1
    record Stamped(PackedBatch batch, long appendTime) {}

    static TimestampValidator of(Partition partition) {
        TopicConfig settings = partition.configuration();
        return new TimestampValidator(settings.value(TYPE).equals("LogAppendTime"), settings.number(BEFORE),
                settings.number(AFTER));
    }

    /// Stamps a batch, or checks the timestamp that it has.
    ///
    /// @param now in ms
    /// @throws ErrorResponseException INVALID_TIMESTAMP if it is too far from now
    Stamped check(PackedBatch batch, long now) {
        if (append) {
            return new Stamped(batch.stamped(now), now);
        }
        long latest = batch.maxTimestamp();
        if (latest < -1 || latest - now > after || latest >= 0 && now - latest > before) {
            throw new ErrorResponseException(Errors.INVALID_TIMESTAMP,
                    "the timestamp " + latest + " of a batch is too far from now (" + now
                            + "); fix the producer's clock, or set " + BEFORE + " or " + AFTER);
        }
        return new Stamped(batch, -1);
    }
}
