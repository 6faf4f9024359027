package gregor.topic;

import gregor.list.Event;
import java.util.HashMap;
import java.util.Map;

/// Takes the partitions of a topic in turn. Each topic has a turn of its own.
///
/// One thread at a time may call it.
public final class RoundRobinPartitioner implements Partitioner {
    private final Map<String, int[]> turns = new HashMap<>();

    @Override
    public int partition(String topic, Event event, int partitions) {
        int[] turn = turns.computeIfAbsent(topic, name -> new int[1]);
        int partition = turn[0] % partitions;
        turn[0] = partition + 1;
        return partition;
    }
}
