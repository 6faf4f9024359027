package gregor.broker;

import module java.base;

import gregor.list.Batch;
import gregor.list.ForwardingLog;
import gregor.list.Log;

/// A partition as a reader of committed events sees it. The partition itself until the broker has its first transaction.
/// Any thread may call it.
final class CommittedPartition extends ForwardingLog<Partition> {
    private final Function<Partition, Log> views;

    /// @param views returns the log that the reader sees now
    CommittedPartition(Partition partition, Function<Partition, Log> views) {
        super(partition);
        this.views = views;
    }

    @Override
    public Iterable<Batch> read(long from, int maxBytes) {
        return views.apply(log).read(from, maxBytes);
    }

    @Override
    public long end() {
        return views.apply(log).end();
    }
}
