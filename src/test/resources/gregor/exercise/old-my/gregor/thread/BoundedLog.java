package gregor.thread;

import gregor.list.Batch;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.OuterLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// A log around a log that makes its writers wait while one of its readers is too far behind.
///
/// For readers that must see everything, where a log must not grow without bound. The readers are known by name and
/// say how far they are; others may read too, and nobody waits for them. Any thread may call it.
public final class BoundedLog extends OuterLog<WaitingLog> implements WaitingLog {
    private final ReentrantLock writers = new ReentrantLock(true);
    private final Map<String, Long> positions = new HashMap<>();
    private final long maxLag;
    private final Duration patience;
    private final Gauge slowest;

    /// Puts itself around a log. All readers begin at its start.
    ///
    /// @param maxLag   how many offsets the slowest reader may be behind
    /// @param patience how long a writer waits for readers before it gives up
    /// @throws IllegalArgumentException if `maxLag` is less than 1: then nobody could ever write
    public BoundedLog(WaitingLog log, long maxLag, Duration patience, String... readers) {
        super(log);
        if (maxLag < 1) {
            throw new IllegalArgumentException("a reader must be allowed to be 1 event behind or more, not " + maxLag);
        }
        this.maxLag = maxLag;
        this.patience = patience;
        for (String reader : readers) {
            positions.put(reader, log.start());
        }
        slowest = new Gauge(readers.length == 0 ? Long.MAX_VALUE : log.start());
    }

    /// Waits until every reader is near enough, then appends. A batch that is larger than the limit goes when
    /// all have read everything before it.
    ///
    /// @throws LagException            if its patience is over first; nothing was appended
    /// @throws LogClosedException      if the log is closed, at once or while this waits
    /// @throws LogInterruptedException if this thread is interrupted while it waits
    @Override
    public long append(Batch batch) {
        // To do: One writer at a time: wait until the slowest reader is near enough that the batch
        // fits into the limit, or the patience is over; then append. A batch that is larger than
        // the limit goes when all have read everything before it.
        throw new UnsupportedOperationException("BoundedLog.append is not written yet");
    }

    private synchronized void checkReaders(long needed) {
        positions.forEach((reader, position) -> {
            if (position < needed) {
                throw new LagException(reader, log.end() - position, maxLag, patience);
            }
        });
    }

    /// A reader says which offset it reads next. To go back and read again is its own affair.
    ///
    /// @throws IllegalArgumentException   if nobody by that name reads here
    /// @throws OffsetOutOfRangeException if the position lies after [#end()]
    public synchronized void reached(String reader, long position) {
        if (!positions.containsKey(reader)) {
            throw new IllegalArgumentException("there is no reader " + reader + " here: they are "
                    + positions.keySet());
        }
        if (position > log.end()) {
            throw new OffsetOutOfRangeException(position, log.start(), log.end());
        }
        positions.merge(reader, position, Math::max);
        rise();
    }

    /// A reader goes, and nobody waits for it any more. If it was not there, nothing happens.
    public synchronized void leave(String reader) {
        positions.remove(reader);
        rise();
    }

    private void rise() {
        slowest.rise(positions.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE));
    }

    @Override
    public boolean awaitEnd(long beyond, Duration timeout) {
        return log.awaitEnd(beyond, timeout);
    }

    @Override
    public int waiting() {
        return log.waiting();
    }

    /// How many writers wait for readers, or behind a writer that does.
    public int blocked() {
        return slowest.waiting() + writers.getQueueLength();
    }

    @Override
    public void close() {
        slowest.close();
        log.close();
    }
}
