package gregor.thread;

import gregor.list.Batch;
import gregor.list.ListLog;
import gregor.list.Log;
import java.util.List;

/// A log whose appends fail, with what it was given. The rest works.
class FailingLog implements Log {
    private final Log log = new ListLog();
    private final Throwable failure;

    FailingLog(Throwable failure) {
        this.failure = failure;
    }

    @Override
    public long append(Batch batch) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
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
}
