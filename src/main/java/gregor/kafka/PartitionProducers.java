package gregor.kafka;

import module java.base;

import gregor.broker.Partition;
import gregor.broker.PartitionFiles;
import gregor.guarantee.AbortedTransaction;
import gregor.guarantee.ProducerSnapshot;
import gregor.guarantee.ProducerStateManager;
import gregor.guarantee.TransactionView;
import gregor.list.Batch;
import gregor.list.Origin;
import gregor.packed.ControlRecord;
import gregor.packed.PackedBatch;

/// The producers of one partition for many threads. No lock is held while the disk forces an append.
///
/// It has no reference to its partition, so that a deleted partition can be collected.
final class PartitionProducers implements TransactionView {
    private static final int CHUNK_BYTES = 1 << 20;
    /// So many batches are read again after a crash, at most.
    private static final int MAX_UNSAVED = 10_000;

    private final InstantSource clock;
    private final AtomicLong total;
    private ProducerStateManager states;
    private List<Long> segments = List.of();
    private int unsaved;
    private long savedAt;
    private long cleanedBefore;

    /// @param total the number of producers of all partitions
    PartitionProducers(InstantSource clock, AtomicLong total) {
        this.clock = clock;
        this.total = total;
    }

    /// Loads the states once, from files and from the log after them; other threads wait meanwhile.
    synchronized void loadOnce(Partition partition) {
        if (states != null) {
            return;
        }
        var loaded = new ProducerStateManager(clock);
        Optional<PartitionFiles> files = partition.files(false);
        long from = files.map(ProducerStateFiles::new).map(each -> each.load(loaded, partition.end()))
                .flatMap(offset -> offset.isPresent() ? Optional.of(offset.getAsLong()) : Optional.empty()).orElse(0L);
        for (long next = Math.max(from, partition.start()); next < partition.end();) {
            for (Batch batch : partition.read(next, CHUNK_BYTES)) {
                if (batch.baseOffset() >= from) {
                    loaded.add(batch);
                    unsaved++;
                }
                next = batch.lastOffset() + 1;
            }
            Thread.yield();
        }
        segments = files.map(PartitionFiles::baseOffsets).orElse(List.of());
        savedAt = from;
        states = loaded;
        total.addAndGet(states.size());
    }

    /// Saves the states in files, if the log has other segments than at the last time, or many batches more.
    ///
    /// @param closing whether to save them even if they have changed a little
    synchronized void save(Partition partition, boolean closing) {
        if (states == null || partition.end() == savedAt) {
            return;
        }
        List<Long> now = partition.files(false).map(PartitionFiles::baseOffsets).orElse(segments);
        if (closing || unsaved > MAX_UNSAVED || !now.equals(segments)) {
            states.index().deleteBefore(partition.start());
            partition.files(true).ifPresent(files -> new ProducerStateFiles(files).save(partition.end(),
                    states.snapshots(), states.index().endingFrom(0)));
            segments = now;
            unsaved = 0;
            savedAt = partition.end();
        }
    }

    /// Forgets the aborted transactions with markers at these offsets, which are removed from the log.
    synchronized void forgetAborted(Set<Long> markers) {
        states.index().remove(markers);
    }

    /// Records that the log has no aborted events before an offset.
    synchronized void cleaned(long upTo) {
        cleanedBefore = upTo;
    }

    synchronized long cleanedBefore() {
        return cleanedBefore;
    }

    /// Changes the states, and counts the producers.
    private synchronized <T> T change(Function<ProducerStateManager, T> change) {
        int before = states.size();
        T result = change.apply(states);
        total.addAndGet((long) states.size() - before);
        return result;
    }

    /// Appends a batch unless the log has it already; returns its offset. The caller waits for the disk.
    ///
    /// @param first whether the first batch of its producer must have sequence 0
    synchronized long append(Partition partition, PackedBatch batch, boolean first) {
        if (first) {
            states.checkFirst(batch);
        }
        return change(known -> known.append(batch, each -> startAppend(partition, batch)));
    }

    private long startAppend(Partition partition, PackedBatch batch) {
        unsaved++;
        return partition.startAppend(batch);
    }

    /// Appends a marker; returns its offset. The caller waits for the disk.
    synchronized long end(Partition partition, Origin producer, ControlRecord.Type type, int coordinatorEpoch) {
        return change(known -> known.end(producer, type, coordinatorEpoch, marker -> startAppend(partition, marker)));
    }

    @Override
    public synchronized long lastStableOffset(long logEnd) {
        return states.lastStableOffset(logEnd);
    }

    @Override
    public synchronized List<AbortedTransaction> aborted(long from, long to, int limit) {
        return states.aborted(from, to, limit);
    }

    synchronized List<ProducerSnapshot> active() {
        return states.active();
    }

    /// Returns the number of producers; 0 if the log has not been read.
    synchronized int size() {
        return states == null ? 0 : states.size();
    }

    /// Forgets producers as [ProducerStateManager#expire(long)] does.
    synchronized void expire(long since) {
        if (states != null) {
            change(known -> known.expire(since));
        }
    }

    /// Forgets one producer if one can be forgotten.
    void forgetOldest() {
        change(ProducerStateManager::forgetOldest);
    }
}
