package gregor.kafka;

import module java.base;

import gregor.broker.BrokerSettings;
import gregor.broker.Maintenance;
import gregor.broker.Partition;
import gregor.broker.PartitionUnavailableException;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.guarantee.ProducerSnapshot;
import gregor.guarantee.TransactionView;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.packed.ControlRecord;
import gregor.packed.PackedBatch;
import gregor.packed.PackedFormat;
import gregor.thread.LogClosedException;

/// The producers of all partitions: recognises batches that are sent again, and knows the transactions (KIP-98). Any
/// thread may call it.
///
/// It keeps the last batches of each producer in each partition until the producer has not written for the time of
/// [BrokerSettings#producerIdExpiration()] (Kafka: `producer.id.expiration.ms`); beyond a number that depends on the
/// heap, a partition forgets the producer that has not written for the longest time. A producer that is forgotten can
/// still write; only its resends are not recognised.
public final class ProducerStates implements Maintenance {
    /// A producer in a partition takes less.
    private static final int PRODUCER_BYTES = 700;

    private final InstantSource clock;
    private final Duration expiration;
    private final long maxProducers;
    private final AtomicLong producers = new AtomicLong();
    private final Map<Partition, PartitionProducers> partitions = Collections.synchronizedMap(new WeakHashMap<>());

    /// Keeps producers in a sixteenth of the heap at most.
    public ProducerStates(BrokerSettings settings) {
        this(settings, Runtime.getRuntime().maxMemory() / 16 / PRODUCER_BYTES);
    }

    /// @param settings     the time after which producers expire, and the clock
    /// @param maxProducers the largest number of producers in all partitions
    ProducerStates(BrokerSettings settings, long maxProducers) {
        clock = settings.clock();
        expiration = settings.producerIdExpiration();
        this.maxProducers = maxProducers;
    }

    /// Appends a validated batch unless the log has it already; returns its offset. The caller acknowledges neither
    /// before [Partition#awaitForced(long)].
    ///
    /// @param first whether the first batch of its producer must have sequence 0 (KIP-890)
    /// @throws RuntimeException one of the package `guarantee` if it is not the next batch of its producer
    public long append(Partition partition, PackedBatch batch, boolean first) {
        if (batch.origin().producerId() < 0) {
            return partition.startAppend(batch);
        }
        PartitionProducers states = of(partition);
        long offset = states.append(partition, batch, first);
        if (producers.get() > maxProducers) {
            states.forgetOldest();
        }
        return offset;
    }

    /// Ends the transaction of a producer in a partition: appends a marker, and waits for the disk.
    ///
    /// @throws ProducerException with INVALID_PRODUCER_EPOCH if the producer was replaced
    public void end(Partition partition, Origin producer, ControlRecord.Type type, int coordinatorEpoch) {
        long offset = of(partition).end(partition, producer, type, coordinatorEpoch);
        partition.awaitForced(offset + 1);
    }

    private PartitionProducers of(Partition partition) {
        PartitionProducers states = partitions.computeIfAbsent(partition,
                absent -> new PartitionProducers(clock, producers));
        states.loadOnce(partition);
        return states;
    }

    public List<ProducerSnapshot> active(Partition partition) {
        return of(partition).active();
    }

    public TransactionView transactions(Partition partition) {
        return of(partition);
    }

    @Override
    public Log committed(Partition partition) {
        boolean packed = partition.format().filter(format -> !(format instanceof PackedFormat)).isEmpty();
        return packed ? new ReadableLog(partition, of(partition)) : partition;
    }

    /// Returns a log as compaction may clean it: without aborted events.
    @Override
    public Log cleanable(Partition partition, Log log, Duration deleteRetention) {
        return new CleanableLog(log, of(partition), clock.millis() - deleteRetention.toMillis());
    }

    private Map<Partition, PartitionProducers> copy() {
        synchronized (partitions) {
            return new HashMap<>(partitions);
        }
    }

    @Override
    public void run() {
        expire();
        save(false);
    }

    @Override
    public void close() {
        save(true);
    }

    /// Forgets producers that have not written for too long, and counts the others again, since partitions are deleted.
    void expire() {
        long since = clock.millis() - expiration.toMillis();
        copy().forEach((partition, states) -> states.expire(since));
        producers.set(copy().values().stream().mapToLong(PartitionProducers::size).sum());
    }

    /// Saves the states of the partitions that have changed. A partition that fails is left out: its files can be
    /// rebuilt.
    ///
    /// @param closing whether to save those that have changed a little
    void save(boolean closing) {
        copy().forEach((partition, states) -> {
            try {
                states.save(partition, closing);
            } catch (StorageException | CorruptLogException | LogClosedException | PartitionUnavailableException e) {
                // the log reports it
            }
        });
    }

    /// Returns the number of producers that it keeps, counted once for each partition.
    long size() {
        return producers.get();
    }
}
