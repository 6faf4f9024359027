package gregor.compact;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.ForwardingLog;
import gregor.list.Log;

/// A log around a log that is going to be compacted: it refuses events without a key. Kafka: `cleanup.policy=compact`.
///
/// One thread at a time may call it.
public final class CompactedLog extends ForwardingLog<Log> {
    /// Puts itself around a log.
    public CompactedLog(Log log) {
        super(log);
    }

    /// Appends a batch in which each event has a key.
    ///
    /// @throws MissingKeyException if one has none; then nothing of the batch is appended
    @Override
    public long append(Batch batch) {
        int place = 0;
        for (Entry entry : batch) {
            if (entry.event().key() == null) {
                throw new MissingKeyException(place);
            }
            place++;
        }
        return log.append(batch);
    }
}
