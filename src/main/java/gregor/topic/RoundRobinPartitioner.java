package gregor.topic;

import module java.base;

import gregor.list.Event;

/// Chooses the partitions of a topic in turn, for each topic separately.
///
/// One thread at a time may call it.
public final class RoundRobinPartitioner implements Partitioner {
    private final Map<String, int[]> next = new HashMap<>();

    @Override
    public int partition(String topic, Event event, int partitions) {
        int[] counter = next.computeIfAbsent(topic, name -> new int[1]);
        int partition = counter[0] % partitions;
        counter[0] = partition + 1;
        return partition;
    }
}
