package gregor.topic;

import gregor.list.Event;

/// Decides which partition of a topic an event goes to.
@FunctionalInterface
public interface Partitioner {
    /// Returns a partition: 0 or more, and less than the number of partitions that there are now.
    int partition(String topic, Event event, int partitions);
}
