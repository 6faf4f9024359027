package gregor.broker;

import module java.base;

import gregor.list.Log;

/// What a door adds to the maintenance of a broker. Any thread may call it.
public interface Maintenance {
    Maintenance NONE = new Maintenance() {};

    /// Does what is due. It is called whenever the broker is maintained.
    default void run() {}

    /// Returns what a compaction and an archive may read of a log: they remove all that this view leaves out.
    ///
    /// @param deleteRetention how long a reader may take for the log (Kafka: `delete.retention.ms`)
    default Log cleanable(Partition partition, Log log, Duration deleteRetention) {
        return log;
    }

    /// Returns a partition as a reader of committed events sees it. Batches that it leaves out are read as batches
    /// without events.
    default Log committed(Partition partition) {
        return partition;
    }

    /// Is called before the broker closes its logs.
    default void close() {}
}
