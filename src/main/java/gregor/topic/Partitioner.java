package gregor.topic;

import gregor.list.Event;

/// Chooses the partition of an event.
@FunctionalInterface
public interface Partitioner {
    /// Returns a partition, 0 to `partitions - 1`.
    int partition(String topic, Event event, int partitions);
}
