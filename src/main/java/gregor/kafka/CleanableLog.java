package gregor.kafka;

import gregor.list.Batch;
import gregor.list.ForwardingLog;
import gregor.list.Log;
import gregor.packed.PackedBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A log as compaction may clean it: it ends at the last stable offset, without aborted events, and committed events do
/// not depend on their markers any more.
///
/// A marker stays for a time after the events of its transaction have been removed, for readers that have begun to read
/// them. It is removed together with its transaction in the index. Kafka: `Cleaner`, `CleanedTransactionMetadata`.
///
/// One thread at a time may call it.
final class CleanableLog extends ForwardingLog<Log> {
    private final PartitionProducers producers;
    private final long markersSince;
    private final Set<Long> removedMarkers = new HashSet<>();

    /// @param markersSince the time since which markers stay (ms)
    CleanableLog(Log log, PartitionProducers producers, long markersSince) {
        super(log);
        this.producers = producers;
        this.markersSince = markersSince;
    }

    @Override
    public long end() {
        return producers.lastStableOffset(log.end());
    }

    @Override
    public Iterable<Batch> read(long from, int maxBytes) {
        long end = end();
        var cleanable = new ArrayList<Batch>();
        for (long next = from; cleanable.isEmpty() && next < end;) {
            for (Batch batch : log.read(next, maxBytes)) {
                if (batch.lastOffset() < end && !isRemoved(batch)) {
                    cleanable.add(batch instanceof PackedBatch packed && !packed.isControl()
                            ? packed.withoutTransaction()
                            : batch);
                }
                next = batch.lastOffset() + 1;
            }
        }
        return cleanable;
    }

    private boolean isRemoved(Batch batch) {
        if (batch instanceof PackedBatch packed && packed.isControl()) {
            boolean old = batch.maxTimestamp() < markersSince && batch.lastOffset() < producers.cleanedBefore();
            if (old) {
                removedMarkers.add(batch.lastOffset());
            }
            return old;
        }
        return producers.aborted(batch.baseOffset(), batch.lastOffset() + 1, Integer.MAX_VALUE).stream()
                .anyMatch(aborted -> aborted.producerId() == batch.origin().producerId());
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        producers.forgetAborted(removedMarkers);
        log.replace(upTo, survivors);
        producers.cleaned(upTo);
    }
}
