package gregor.kafka;

import gregor.broker.Partition;
import gregor.guarantee.AbortedTransaction;
import gregor.guarantee.ProducerState;
import gregor.guarantee.ProducerStateManager;
import gregor.guarantee.TransactionView;
import gregor.list.Batch;
import gregor.list.Origin;
import gregor.packed.ControlRecord;
import gregor.packed.PackedBatch;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The producers of one partition for many threads. No lock is held while the disk forces an append.
///
/// It has no reference to its partition, so that a deleted partition can be collected.
final class PartitionProducers implements TransactionView {
    private static final int CHUNK_BYTES = 1 << 20;

    private final InstantSource clock;
    private final AtomicLong total;
    private ProducerStateManager states;

    /// @param total the number of producers of all partitions
    PartitionProducers(InstantSource clock, AtomicLong total) {
        this.clock = clock;
        this.total = total;
    }

    /// Reads the log once; other threads wait meanwhile.
    synchronized void loadOnce(Partition partition) {
        if (states != null) {
            return;
        }
        var loaded = new ProducerStateManager(clock);
        for (long next = partition.start(); next < partition.end();) {
            for (Batch batch : partition.read(next, CHUNK_BYTES)) {
                loaded.add(batch);
                next = batch.lastOffset() + 1;
            }
            Thread.yield();
        }
        states = loaded;
        total.addAndGet(states.size());
    }

    /// Changes the states, and counts the producers.
    private synchronized void change(Consumer<ProducerStateManager> change) {
        int before = states.size();
        change.accept(states);
        total.addAndGet((long) states.size() - before);
    }

    /// Appends a batch unless the log has it already; returns its offset. The caller waits for the disk.
    synchronized long append(Partition partition, PackedBatch batch) {
        OptionalLong stored = states.check(batch);
        return stored.isPresent() ? stored.getAsLong() : appendChecked(partition, batch);
    }

    /// Appends a marker; returns its offset. The caller waits for the disk.
    synchronized long end(Partition partition, Origin producer, ControlRecord.Type type, int coordinatorEpoch) {
        states.checkMarker(producer.producerId(), producer.epoch());
        return appendChecked(partition, ControlRecord.marker(type, producer, coordinatorEpoch, clock.millis()));
    }

    private long appendChecked(Partition partition, PackedBatch batch) {
        long offset = partition.startAppend(batch);
        change(known -> known.add(batch.at(offset)));
        return offset;
    }

    @Override
    public synchronized long lastStableOffset(long logEnd) {
        return states.lastStableOffset(logEnd);
    }

    @Override
    public synchronized List<AbortedTransaction> aborted(long from, long to, int limit) {
        return states.aborted(from, to, limit);
    }

    synchronized List<ProducerState> active() {
        return states.active();
    }

    /// Returns the number of producers; 0 if the log has not been read.
    synchronized int size() {
        return states == null ? 0 : states.size();
    }

    /// Forgets producers as [ProducerStateManager#expire(long)] does, and transactions before the start of the log.
    synchronized void expire(long since, long logStart) {
        if (states != null) {
            states.index().deleteBefore(logStart);
            change(known -> known.expire(since));
        }
    }

    /// Forgets one producer if one can be forgotten.
    void forgetOldest() {
        change(ProducerStateManager::forgetOldest);
    }
}
