package gregor.kafka.transaction;

import module java.base;

import gregor.broker.Maintenance;
import gregor.broker.Partition;
import gregor.kafka.ProducerStates;
import gregor.list.Log;

/// The maintenance of transactions and producers: timeouts, expiry, and what compaction may remove.
public record TransactionMaintenance(TransactionCoordinator coordinator,
        ProducerStates producers) implements Maintenance {
    @Override
    public void run() {
        coordinator.run();
        producers.run();
    }

    @Override
    public Log cleanable(Partition partition, Log log, Duration deleteRetention) {
        return producers.cleanable(partition, log, deleteRetention);
    }

    @Override
    public Log committed(Partition partition) {
        return producers.committed(partition);
    }

    @Override
    public void close() {
        producers.close();
    }
}
