package gregor.cli.broker;

import gregor.list.Batch;
import gregor.list.ForwardingLog;
import gregor.list.Log;

/// A log that remembers what went through it.
final class Receipt extends ForwardingLog<Log> {
    private long events;
    private long first = -1;
    private long last = -1;

    Receipt(Log log) {
        super(log);
    }

    @Override
    public long append(Batch batch) {
        long offset = super.append(batch);
        long count = batch.lastOffset() - batch.baseOffset() + 1;
        first = first < 0 ? offset : first;
        last = offset + count - 1;
        events += count;
        return offset;
    }

    /// How many events went through.
    long events() {
        return events;
    }

    /// The offset of the first of them; -1 if there was none.
    long first() {
        return first;
    }

    /// The offset of the last of them; -1 if there was none.
    long last() {
        return last;
    }
}
