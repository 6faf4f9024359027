package gregor.compact;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Log;
import java.util.List;

/// A log around a log that is going to be compacted: it refuses events without a key. Kafka: `cleanup.policy=compact`.
///
/// One thread at a time may call it.
public final class CompactedLog implements Log {
    private final Log log;

    /// Puts itself around a log.
    public CompactedLog(Log log) {
        this.log = log;
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

    @Override
    public Iterable<Batch> read(long from, int maxBytes) {
        return log.read(from, maxBytes);
    }

    @Override
    public long start() {
        return log.start();
    }

    @Override
    public long end() {
        return log.end();
    }

    @Override
    public long sizeInBytes() {
        return log.sizeInBytes();
    }

    @Override
    public void forget(long upTo) {
        log.forget(upTo);
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        log.replace(upTo, survivors);
    }

    @Override
    public String toString() {
        return log.toString();
    }
}
