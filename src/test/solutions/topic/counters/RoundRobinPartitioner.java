package gregor.topic;

import gregor.list.Event;
import java.util.HashMap;
import java.util.Map;

/// Stores the partition that was chosen last.
public final class RoundRobinPartitioner implements Partitioner {
    private final Map<String, Integer> last = new HashMap<>();

    @Override
    public int partition(String topic, Event event, int partitions) {
        return last.merge(topic, 0, (before, zero) -> before + 1 < partitions ? before + 1 : 0);
    }
}
