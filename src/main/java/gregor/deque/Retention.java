package gregor.deque;

import module java.base;

import gregor.list.Batch;
import gregor.list.Log;

/// Decides which events of a log are retained. It deletes nothing.
@FunctionalInterface
public interface Retention {
    /// Returns the first offset to retain; the start of the log if all events are retained.
    long firstRetainedOffset(Log log, Instant now);

    /// Retains all events.
    static Retention forever() {
        return (log, now) -> log.start();
    }

    /// Retains at most `max` offsets, gaps included. If there are more, the first `step` expire together, as often as
    /// needed.
    ///
    /// @throws IllegalArgumentException unless 1 ≤ `step` ≤ `max`
    static Retention count(long max, long step) {
        if (step < 1 || step > max) {
            throw new IllegalArgumentException(
                    "the number of events to delete at a time must be 1 to " + max + ", not " + step);
        }
        return (log, now) -> {
            long tooMany = Math.max(0, log.end() - log.start() - max);
            return log.start() + (tooMany + step - 1) / step * step;
        };
    }

    /// Retains a batch until its newest event is older than `max`. A batch without timestamps is always retained.
    static Retention age(Duration max) {
        return (log, now) -> {
            long oldest = now.minus(max).toEpochMilli();
            return firstRetainedOffset(log, batch -> 0 <= batch.maxTimestamp() && batch.maxTimestamp() < oldest);
        };
    }

    /// Retains the last batches with together at least `min` bytes, and none before them.
    static Retention bytes(long min) {
        return (log, now) -> {
            long[] left = {log.sizeInBytes()};
            return firstRetainedOffset(log, batch -> (left[0] -= batch.sizeInBytes()) >= min);
        };
    }

    /// Retains only what both retain.
    default Retention or(Retention other) {
        return (log, now) -> Math.max(firstRetainedOffset(log, now), other.firstRetainedOffset(log, now));
    }

    private static long firstRetainedOffset(Log log, Predicate<Batch> expired) {
        long offset = log.start();
        while (true) {
            long before = offset;
            for (Batch batch : log.read(offset, 1)) {
                if (!expired.test(batch)) {
                    return offset;
                }
                offset = batch.lastOffset() + 1;
            }
            if (offset == before) {
                return offset;
            }
        }
    }
}
