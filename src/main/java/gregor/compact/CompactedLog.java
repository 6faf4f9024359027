package gregor.compact;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.ForwardingLog;
import gregor.list.Log;

/// A log that is to be compacted, and so refuses events without a key. Kafka: `cleanup.policy=compact`.
///
/// One thread at a time may call it.
public final class CompactedLog extends ForwardingLog<Log> {
    public CompactedLog(Log log) {
        super(log);
    }

    /// Appends a batch in which each event has a key.
    ///
    /// @throws MissingKeyException if an event has none; then the batch is not appended
    @Override
    public long append(Batch batch) {
        int index = 0;
        for (Entry entry : batch) {
            if (entry.event().key() == null) {
                throw new MissingKeyException(index);
            }
            index++;
        }
        return log.append(batch);
    }
}
