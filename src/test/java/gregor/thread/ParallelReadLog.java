package gregor.thread;

import module java.base;

import gregor.list.Batch;
import gregor.list.ForwardingLog;
import gregor.list.Log;

/// A log whose readers do not wait for each other: any number of threads read at the same time, and a thread that
/// changes the log is alone. `read`, `start`, `end` and `sizeInBytes` read; the other calls change it. Any thread may
/// call it.
///
/// Later changes do not affect what a read returned. If the wrapped log throws an exception, the caller gets it, and
/// the next call runs.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
public final class ParallelReadLog extends ForwardingLog<Log> {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /// Wraps a log, which nothing else may call.
    public ParallelReadLog(Log log) {
        super(log);
    }

    private <T> T reading(Supplier<T> call) {
        return holding(lock.readLock(), call);
    }

    private <T> T changing(Supplier<T> call) {
        return holding(lock.writeLock(), call);
    }

    private static <T> T holding(Lock held, Supplier<T> call) {
        held.lock();
        try {
            return call.get();
        } finally {
            held.unlock();
        }
    }

    @Override
    public long append(Batch batch) {
        return changing(() -> log.append(batch));
    }

    @Override
    public Iterable<Batch> read(long from, int maxBytes) {
        return reading(() -> {
            var batches = new ArrayList<Batch>();
            log.read(from, maxBytes).forEach(batches::add);
            return batches;
        });
    }

    @Override
    public long start() {
        return reading(log::start);
    }

    @Override
    public long end() {
        return reading(log::end);
    }

    @Override
    public long sizeInBytes() {
        return reading(log::sizeInBytes);
    }

    @Override
    public void deleteBefore(long upTo) {
        changing(() -> {
            log.deleteBefore(upTo);
            return upTo;
        });
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        changing(() -> {
            log.replace(upTo, survivors);
            return upTo;
        });
    }
}
