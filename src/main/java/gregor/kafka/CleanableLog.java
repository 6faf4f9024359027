package gregor.kafka;

import module java.base;

import gregor.guarantee.CommittedLog;
import gregor.list.Batch;
import gregor.list.Log;
import gregor.packed.PackedBatch;

/// A log as compaction may clean it: it ends at the last stable offset, without aborted events, and committed events do
/// not depend on their markers any more.
///
/// A marker stays for a time after the events of its transaction have been removed, for readers that have begun to read
/// them. It is removed together with its transaction in the index. Kafka: `Cleaner`, `CleanedTransactionMetadata`.
///
/// One thread at a time may call it.
final class CleanableLog extends CommittedLog {
    private final PartitionProducers producers;
    private final long markersSince;
    private final Set<Long> removedMarkers = new HashSet<>();

    /// @param markersSince the time since which markers stay (ms)
    CleanableLog(Log log, PartitionProducers producers, long markersSince) {
        super(log, producers);
        this.producers = producers;
        this.markersSince = markersSince;
    }

    @Override
    protected Optional<Batch> visible(Batch batch) {
        if (!isMarker(batch)) {
            return super.visible(batch)
                    .map(events -> events instanceof PackedBatch packed ? packed.withoutTransaction() : events);
        }
        if (batch.maxTimestamp() < markersSince && batch.lastOffset() < producers.cleanedBefore()) {
            removedMarkers.add(batch.lastOffset());
            return Optional.empty();
        }
        return Optional.of(batch);
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        producers.forgetAborted(removedMarkers);
        log.replace(upTo, survivors);
        producers.cleaned(upTo);
    }
}
