package gregor.kafka;

import gregor.broker.Partition;
import gregor.list.Batch;
import gregor.packed.PackedBatch;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/// Recognises batches that come a second time, since their producer has not heard that they came the first time. Any
/// thread may call it.
///
/// It remembers the last batches of each producer in each partition. Nothing of this is written down: each batch in the
/// log says who sent it, and so the log is read once, from its start, when the first such producer comes.
final class ProducerStateManager {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Map<Partition, Senders> partitions = Collections.synchronizedMap(new WeakHashMap<>());

    /// Those who have written to a partition.
    private static final class Senders {
        private final Map<Long, ProducerStateEntry> byId = new ConcurrentHashMap<>();
        private boolean read;

        /// The log is read by the first one, and the others wait for it.
        synchronized void readOnce(Partition partition) {
            if (read) {
                return;
            }
            for (long next = partition.start(); next < partition.end();) {
                for (Batch batch : partition.read(next, CHUNK_BYTES)) {
                    if (batch.origin().producerId() >= 0) {
                        sender(batch).remember(batch.origin(), (int) (batch.lastOffset() - batch.baseOffset()),
                                batch.baseOffset());
                    }
                    next = batch.lastOffset() + 1;
                }
            }
            read = true;
        }

        ProducerStateEntry sender(Batch batch) {
            return byId.computeIfAbsent(batch.origin().producerId(), id -> new ProducerStateEntry());
        }
    }

    /// Appends a batch, unless it is there already; returns where it is.
    ///
    /// @throws Refused if it cannot be the next one of its producer
    long append(Partition partition, PackedBatch batch) {
        if (batch.origin().producerId() < 0) {
            return partition.append(batch);
        }
        Senders senders = partitions.computeIfAbsent(partition, absent -> new Senders());
        senders.readOnce(partition);
        return senders.sender(batch).append(batch, () -> partition.append(batch));
    }
}
