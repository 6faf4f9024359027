package gregor.deque;

import gregor.list.Batch;
import gregor.list.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/// Says how much of a log is kept. It only looks and answers; it removes nothing.
@FunctionalInterface
public interface Retention {
    /// Returns the first offset that is kept; the start of the log if nothing is to leave.
    long firstRetainedOffset(Log log, Instant now);

    /// Keeps everything.
    static Retention forever() {
        return (log, now) -> log.start();
    }

    /// Lets the first events leave, some at a time, as long as there are more than so many. Gaps count.
    ///
    /// @throws IllegalArgumentException unless 1 ≤ `leaving` ≤ `most`
    static Retention count(long most, long leaving) {
        if (leaving < 1 || leaving > most) {
            throw new IllegalArgumentException("of " + most + " events at most, " + leaving
                    + " cannot leave at a time");
        }
        return (log, now) -> {
            long tooMany = Math.max(0, log.end() - log.start() - most);
            return log.start() + (tooMany + leaving - 1) / leaving * leaving;
        };
    }

    /// Lets a batch leave when its youngest event is too old. Without a timestamp nothing has an age.
    static Retention age(Duration most) {
        return (log, now) -> {
            long oldest = now.minus(most).toEpochMilli();
            return firstRetainedOffset(log, batch -> 0 <= batch.maxTimestamp() && batch.maxTimestamp() < oldest);
        };
    }

    /// Lets a batch leave when so many bytes remain without it: the log keeps that much, and not a batch more.
    static Retention bytes(long least) {
        return (log, now) -> {
            long[] held = {log.sizeInBytes()};
            return firstRetainedOffset(log, batch -> (held[0] -= batch.sizeInBytes()) >= least);
        };
    }

    /// Lets leave what one of the two lets leave.
    default Retention or(Retention other) {
        return (log, now) -> Math.max(firstRetainedOffset(log, now), other.firstRetainedOffset(log, now));
    }

    private static long firstRetainedOffset(Log log, Predicate<Batch> leaves) {
        long offset = log.start();
        while (true) {
            long before = offset;
            for (Batch batch : log.read(offset, 1)) {
                if (!leaves.test(batch)) {
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
