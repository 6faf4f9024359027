package gregor.thread;

import module java.base;

import gregor.list.Batch;
import gregor.list.Log;

/// A log that any number of threads may call at any time, and that readers can wait for.
///
/// The result of a read belongs to the reader: later changes of the log do not change it. Any call may throw
/// [LogClosedException] or [LogInterruptedException]; then it has done nothing.
public interface WaitingLog extends Log, AutoCloseable {
    /// Appends a batch as [#append(Batch)] does, but does not wait until it is durable: the caller acknowledges it, and
    /// readers see it, only after [#awaitForced(long)].
    default long startAppend(Batch batch) {
        return append(batch);
    }

    /// Waits until every event before an offset is durable, if the log promises that at each append.
    default void awaitForced(long end) {
        // it appends durably, or promises nothing
    }

    /// Waits until [#end()] is greater than `beyond`: then a reader at that position has something to read. The thread
    /// sleeps meanwhile; it does not poll.
    ///
    /// @param timeout the longest wait; zero or less only compares
    /// @return whether the end is greater than `beyond` now; false after a timeout
    /// @throws LogClosedException      if the log is closed, before or during the wait
    /// @throws LogInterruptedException if this thread is interrupted during the wait
    boolean awaitEnd(long beyond, Duration timeout);

    /// Returns the number of threads that wait in [#awaitEnd(long, Duration)].
    int waiting();

    /// Finishes the calls that have begun, refuses later ones, and wakes the waiting threads. When it returns, no
    /// thread calls the wrapped log, and none will again. A second call does nothing.
    @Override
    void close();
}
