package gregor.kafka;

import gregor.broker.Partition;
import gregor.packed.PackedBatch;
import gregor.packed.RecordSummary;
import gregor.topic.TopicConfig;
import org.apache.kafka.common.protocol.Errors;

/// Checks the timestamps of a batch, or replaces them, as the topic's configuration demands (KIP-32, KIP-937).
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

    /// Stamps a batch, or checks its timestamps and writes the largest to its header.
    ///
    /// @param now in ms
    /// @throws ErrorResponseException INVALID_TIMESTAMP if one is negative or too far from now, or the batch claims
    ///         that a broker has stamped it
    Stamped check(PackedBatch batch, RecordSummary records, long now) {
        if (batch.isAppendTime()) {
            throw new ErrorResponseException(Errors.INVALID_TIMESTAMP,
                    "a producer must not set the timestamp type of a batch to LogAppendTime");
        }
        if (append) {
            return new Stamped(batch.stamped(now), now);
        }
        if (records.minTimestamp() < 0) {
            throw new ErrorResponseException(Errors.INVALID_TIMESTAMP, "a record has the timestamp "
                    + records.minTimestamp() + "; give milliseconds since 1970, or -1 for none");
        }
        checkDistance(records.maxTimestamp(), records.maxTimestamp() - now > after, now);
        checkDistance(records.minTimestamp(), now - records.minTimestamp() > before, now);
        return new Stamped(batch.withMaxTimestamp(records.maxTimestamp()), -1);
    }

    private static void checkDistance(long timestamp, boolean tooFar, long now) {
        if (tooFar) {
            throw new ErrorResponseException(Errors.INVALID_TIMESTAMP,
                    "the timestamp " + timestamp + " of a record is too far from now (" + now
                            + "); fix the producer's clock, or set " + BEFORE + " or " + AFTER);
        }
    }
}
