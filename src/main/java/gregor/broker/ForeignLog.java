package gregor.broker;

import module java.base;

import gregor.file.FileSettings;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Log;

/// A log in the format of another system. One thread at a time may call it.
public interface ForeignLog extends Log, AutoCloseable {
    void flush();

    /// Applies new settings as far as the format has them.
    default void configure(FileSettings settings) {
        // most formats have no settings
    }

    /// Returns the first offset whose timestamp is at least `time`; empty if there is none (KIP-79).
    default OptionalLong offsetFor(Instant time) {
        return offsetFor(this, time);
    }

    /// Searches a log for the first offset whose timestamp is at least `time`.
    static OptionalLong offsetFor(Log log, Instant time) {
        for (Batch batch : log.read(log.start(), Integer.MAX_VALUE)) {
            if (batch.maxTimestamp() >= time.toEpochMilli()) {
                for (Entry entry : batch) {
                    if (entry.offset() >= log.start() && entry.event().timestamp() >= time.toEpochMilli()) {
                        return OptionalLong.of(entry.offset());
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    @Override
    void close();
}
