package gregor.thread;

import module java.base;

import gregor.list.Batch;
import gregor.list.ListLog;

/// A log on a disk that is slow: each append says that it has begun, and waits until it is let through.
final class GatedLog extends FailingLog {
    final ListLog log = new ListLog();
    final Semaphore entered = new Semaphore(0);
    final Semaphore gate = new Semaphore(0);

    GatedLog() {
        super(null);
    }

    @Override
    public long append(Batch batch) {
        entered.release();
        gate.acquireUninterruptibly();
        return log.append(batch);
    }

    @Override
    public Iterable<Batch> read(long from, int maxBytes) {
        return log.read(from, maxBytes);
    }

    @Override
    public long end() {
        return log.end();
    }
}
