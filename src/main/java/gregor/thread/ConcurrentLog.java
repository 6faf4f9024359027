package gregor.thread;

import module java.base;

import gregor.list.Batch;
import gregor.list.ForwardingLog;
import gregor.list.Log;

/// Base of the logs that any thread may call. Every call to the wrapped log runs through [#exclusively(Supplier)].
///
/// Nothing else may call the wrapped log.
public abstract class ConcurrentLog extends ForwardingLog<Log> implements WaitingLog {
    /// The end that readers see. A subclass raises it after each call.
    protected final AwaitableOffset visibleEnd;

    protected ConcurrentLog(Log log) {
        super(log);
        visibleEnd = new AwaitableOffset(log.end());
    }

    /// Runs a call while no other call runs, raises the visible end, and returns the result of the call.
    ///
    /// @throws LogClosedException      if the log is closed; the call did not run
    /// @throws LogInterruptedException if this thread is interrupted before its turn; the call did not run
    public abstract <T> T exclusively(Supplier<T> call);

    @Override
    public long append(Batch batch) {
        return exclusively(() -> log.append(batch));
    }

    /// Returns a copy of the list of batches, made while no other call runs. A batch never changes, so the caller
    /// needs no lock.
    @Override
    public List<Batch> read(long from, int maxBytes) {
        return exclusively(() -> {
            var batches = new ArrayList<Batch>();
            visibleBatches(from, maxBytes).forEach(batches::add);
            return batches;
        });
    }

    /// Reads the wrapped log up to the visible end.
    protected Iterable<Batch> visibleBatches(long from, int maxBytes) {
        return log.read(from, maxBytes);
    }

    @Override
    public long start() {
        return exclusively(log::start);
    }

    /// Returns the visible end without a lock: one thread at a time raises it, and every thread sees the latest value.
    @Override
    public long end() {
        return visibleEnd.value();
    }

    @Override
    public long sizeInBytes() {
        return exclusively(log::sizeInBytes);
    }

    @Override
    public void deleteBefore(long upTo) {
        exclusively(() -> {
            log.deleteBefore(upTo);
            return null;
        });
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        exclusively(() -> {
            log.replace(upTo, survivors);
            return null;
        });
    }

    @Override
    public boolean awaitEnd(long beyond, Duration timeout) {
        return visibleEnd.await(beyond, timeout);
    }

    @Override
    public int waiting() {
        return visibleEnd.waiting();
    }

    @Override
    public String toString() {
        try {
            return exclusively(log::toString);
        } catch (LogClosedException e) {
            return "closed";
        }
    }
}
