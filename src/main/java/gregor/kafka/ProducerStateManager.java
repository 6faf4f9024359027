package gregor.kafka;

import gregor.broker.Partition;
import gregor.list.Batch;
import gregor.packed.PackedBatch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/// Recognises batches that an idempotent producer resends because it received no response (KIP-98). Any thread may call
/// it.
///
/// It keeps the last batches of each producer in each partition. It stores nothing: each batch in the log names its
/// producer, so the log is read once, from its start, when the first idempotent producer writes to it or a client
/// asks for its producers.
public final class ProducerStateManager {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Map<Partition, Producers> partitions = Collections.synchronizedMap(new WeakHashMap<>());

    /// The producers of a partition.
    private static final class Producers {
        private final Map<Long, ProducerStateEntry> byId = new ConcurrentHashMap<>();
        private boolean loaded;

        /// Reads the log once; other threads wait meanwhile.
        synchronized void loadOnce(Partition partition) {
            if (loaded) {
                return;
            }
            for (long next = partition.start(); next < partition.end();) {
                for (Batch batch : partition.read(next, CHUNK_BYTES)) {
                    if (batch.origin().producerId() >= 0) {
                        producer(batch).remember(batch.origin(), (int) (batch.lastOffset() - batch.baseOffset()),
                                batch.baseOffset(), batch.maxTimestamp());
                    }
                    next = batch.lastOffset() + 1;
                }
            }
            loaded = true;
        }

        ProducerStateEntry producer(Batch batch) {
            return byId.computeIfAbsent(batch.origin().producerId(), id -> new ProducerStateEntry());
        }
    }

    /// Appends a validated batch unless the log has it already; returns its offset.
    ///
    /// @throws ErrorResponseException if it is not the next batch of its producer
    long append(Partition partition, PackedBatch batch) {
        if (batch.origin().producerId() < 0) {
            return partition.appendValidated(batch);
        }
        return producers(partition).producer(batch).append(batch, () -> partition.appendValidated(batch));
    }

    private Producers producers(Partition partition) {
        Producers producers = partitions.computeIfAbsent(partition, absent -> new Producers());
        producers.loadOnce(partition);
        return producers;
    }

    /// Returns the idempotent producers of a partition, by their ids.
    public List<ProducerState> active(Partition partition) {
        return new TreeMap<>(producers(partition).byId).entrySet().stream()
                .flatMap(producer -> producer.getValue().state(producer.getKey()).stream()).toList();
    }
}
