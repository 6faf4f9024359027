package gregor.kafka;

import gregor.broker.Partition;
import gregor.packed.PackedBatch;
import gregor.topic.TopicConfig;
import org.apache.kafka.common.protocol.Errors;

/// Whose clock counts in a topic, and how far another one may be ahead of ours. Only the first bytes of a batch are
/// looked at: what it says of its youngest event.
record TimestampValidator(boolean append, long before, long after) {
    private static final String TYPE = "message.timestamp.type";
    private static final String BEFORE = "message.timestamp.before.max.ms";
    private static final String AFTER = "message.timestamp.after.max.ms";

    /// A batch that has the time that it should have.
    ///
    /// @param appendTime when the broker got it, if that is what counts; -1 if not
    record Stamped(PackedBatch batch, long appendTime) {}

    static TimestampValidator of(Partition partition) {
        TopicConfig settings = partition.configuration();
        return new TimestampValidator(settings.value(TYPE).equals("LogAppendTime"), settings.number(BEFORE),
                settings.number(AFTER));
    }

    /// Stamps a batch, or looks at the stamp that it has.
    ///
    /// @throws Refused if that is too far from now
    Stamped check(PackedBatch batch, long now) {
        if (append) {
            return new Stamped(batch.stamped(now), now);
        }
        long latest = batch.maxTimestamp();
        if (latest < -1 || latest - now > after || latest >= 0 && now - latest > before) {
            throw new ErrorResponseException(Errors.INVALID_TIMESTAMP, "a batch says that it is of " + latest + ", and now is " + now
                    + "; mend the clock, or set " + BEFORE + " or " + AFTER);
        }
        return new Stamped(batch, -1);
    }
}
