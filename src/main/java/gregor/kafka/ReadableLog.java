package gregor.kafka;

import module java.base;

import gregor.guarantee.CommittedLog;
import gregor.guarantee.TransactionView;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.list.Origin;

/// A log as a reader of committed events sees it while it waits for more: aborted batches and markers are batches
/// without events, so that the reader's position moves over them.
final class ReadableLog extends CommittedLog {
    ReadableLog(Log log, TransactionView transactions) {
        super(log, transactions);
    }

    @Override
    protected Optional<Batch> visible(Batch batch) {
        return super.visible(batch)
                .or(() -> Optional.of(new EmptyBatch(batch.baseOffset(), batch.lastOffset(), batch.maxTimestamp())));
    }

    private record EmptyBatch(long baseOffset, long lastOffset, long maxTimestamp) implements Batch {
        @Override
        public int sizeInBytes() {
            return 0;
        }

        @Override
        public Origin origin() {
            return Origin.UNKNOWN;
        }

        @Override
        public Batch at(long base) {
            return new EmptyBatch(base, base + lastOffset - baseOffset, maxTimestamp);
        }

        @Override
        public Iterator<Entry> iterator() {
            return Collections.emptyIterator();
        }
    }
}
