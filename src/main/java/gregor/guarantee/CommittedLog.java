package gregor.guarantee;

import module java.base;

import gregor.list.Batch;
import gregor.list.ForwardingLog;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import gregor.packed.PackedBatch;

/// A log as a reader of committed events sees it: it ends at the last stable offset, and has neither aborted events nor
/// markers. Their offsets are gaps. Kafka: `isolation.level=read_committed`.
///
/// The same threads may call it as the wrapped log and the view.
public class CommittedLog extends ForwardingLog<Log> {
    private final TransactionView transactions;

    /// Wraps a log.
    public CommittedLog(Log log, TransactionView transactions) {
        super(log);
        this.transactions = transactions;
    }

    @Override
    public long end() {
        return Math.max(log.start(), transactions.lastStableOffset(log.end()));
    }

    /// Returns the committed batches from an offset on; none from the last stable offset on.
    ///
    /// @throws OffsetOutOfRangeException if the offset is before the start or after the end of the wrapped log
    @Override
    public Iterable<Batch> read(long from, int maxBytes) {
        OffsetOutOfRangeException.check(from, log);
        long end = end();
        var committed = new ArrayList<Batch>();
        long before = -1;
        for (long next = from; committed.isEmpty() && before < next && next < end;) {
            before = next;
            for (Batch batch : log.read(next, maxBytes)) {
                if (batch.lastOffset() < end) {
                    visible(batch).ifPresent(committed::add);
                }
                next = batch.lastOffset() + 1;
            }
        }
        return committed;
    }

    /// Returns what a reader sees of a batch before the last stable offset.
    protected Optional<Batch> visible(Batch batch) {
        return isMarker(batch) || isAborted(batch) ? Optional.empty() : Optional.of(batch);
    }

    /// Whether a batch ends a transaction.
    protected static boolean isMarker(Batch batch) {
        return batch instanceof PackedBatch packed && packed.isControl();
    }

    /// Whether the transaction of a batch was aborted.
    protected final boolean isAborted(Batch batch) {
        return transactions.aborted(batch.baseOffset(), batch.lastOffset() + 1, Integer.MAX_VALUE).stream()
                .anyMatch(transaction -> transaction.producerId() == batch.origin().producerId());
    }
}
