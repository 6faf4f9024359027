package gregor.kafka;

import gregor.broker.Partition;
import gregor.list.Batch;
import gregor.packed.PackedBatch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Recognises batches that an idempotent producer resends because it received no response (KIP-98). Any thread may call
/// it.
///
/// It keeps the last batches of each producer in each partition until the producer has not written for a day (Kafka:
/// `producer.id.expiration.ms`); beyond a number that depends on the heap, it forgets the producer that has not written
/// for the longest time. A producer that is forgotten can still write; only its resends are not recognised.
///
/// It stores nothing: each batch in the log names its producer, so the log is read once, from its start, when the first
/// idempotent producer writes to it or a client asks for its producers.
public final class ProducerStateManager {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final long EXPIRATION_NANOS = TimeUnit.DAYS.toNanos(1);
    /// A producer in a partition takes less.
    private static final int PRODUCER_BYTES = 600;

    private final LongSupplier nanos;
    private final long maxProducers;
    private final Map<Partition, Producers> partitions = Collections.synchronizedMap(new WeakHashMap<>());
    /// The one that has not written for the longest time is the first.
    private final SequencedMap<Key, ProducerStateEntry> byLastWrite = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(Producers partition, long producerId) {}

    /// Keeps producers in a sixteenth of the heap at most.
    public ProducerStateManager() {
        this(System::nanoTime, Runtime.getRuntime().maxMemory() / 16 / PRODUCER_BYTES);
    }

    /// @param nanos        a monotonic clock
    /// @param maxProducers the largest number of producers in all partitions
    ProducerStateManager(LongSupplier nanos, long maxProducers) {
        this.nanos = nanos;
        this.maxProducers = maxProducers;
    }

    /// The producers of a partition.
    private final class Producers {
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
                Thread.yield();
            }
            loaded = true;
        }

        ProducerStateEntry producer(Batch batch) {
            return entry(new Key(this, batch.origin().producerId()));
        }
    }

    private ProducerStateEntry entry(Key key) {
        synchronized (byLastWrite) {
            long now = nanos.getAsLong();
            ProducerStateEntry entry = byLastWrite.computeIfAbsent(key, absent -> new ProducerStateEntry());
            entry.usedAt(now);
            while (byLastWrite.size() > maxProducers
                    || now - byLastWrite.firstEntry().getValue().lastUse() > EXPIRATION_NANOS) {
                byLastWrite.pollFirstEntry();
            }
            return entry;
        }
    }

    /// Returns the number of producers that it keeps, counted once for each partition.
    int size() {
        synchronized (byLastWrite) {
            return byLastWrite.size();
        }
    }

    /// Appends a validated batch unless the log has it already; returns its offset. The caller acknowledges neither
    /// before [Partition#awaitForced(long)].
    ///
    /// @throws ErrorResponseException if it is not the next batch of its producer
    long append(Partition partition, PackedBatch batch) {
        if (batch.origin().producerId() < 0) {
            return partition.startAppend(batch);
        }
        return producers(partition).producer(batch).append(batch, () -> partition.startAppend(batch));
    }

    private Producers producers(Partition partition) {
        Producers producers = partitions.computeIfAbsent(partition, absent -> new Producers());
        producers.loadOnce(partition);
        return producers;
    }

    /// Returns the idempotent producers of a partition, by their ids.
    public List<ProducerState> active(Partition partition) {
        Producers producers = producers(partition);
        var entries = new TreeMap<Long, ProducerStateEntry>();
        synchronized (byLastWrite) {
            byLastWrite.forEach((key, entry) -> {
                if (key.partition() == producers) {
                    entries.put(key.producerId(), entry);
                }
            });
        }
        return entries.entrySet().stream().flatMap(entry -> entry.getValue().state(entry.getKey()).stream()).toList();
    }
}
