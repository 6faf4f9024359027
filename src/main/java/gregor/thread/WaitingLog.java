package gregor.thread;

import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.time.Duration;

/// A log that any number of threads may call at any time, and that readers can wait for.
///
/// What a read gives belongs to the reader: it does not change, whatever the log does next. Any call may throw
/// [LogClosedException] or [LogInterruptedException]; then it has done nothing.
public interface WaitingLog extends Log, AutoCloseable {
    /// Waits until [#end()] lies beyond an offset, so that a reader whose position that is finds something to read.
    /// Sleeps until it does; it does not look again and again.
    ///
    /// @param timeout how long at most; zero or less looks once
    /// @return whether the end lies beyond the offset now; false if the time was over first
    /// @throws LogClosedException      if the log is closed, at once or while this waits
    /// @throws LogInterruptedException if this thread is interrupted while it waits
    boolean awaitEnd(long beyond, Duration timeout);

    /// How many threads are in [#awaitEnd(long, Duration)] and have not found what they wait for.
    int waiting();

    /// Finishes what it has accepted, refuses what comes later, and wakes those who wait. When it returns, no thread
    /// is in the log behind it, and none will enter again. The second time nothing happens.
    @Override
    void close();
}
