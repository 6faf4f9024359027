package gregor.topic;

import gregor.list.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// Stays with a partition until a batch is full, then draws another one: so batches are large, and over time each
/// partition gets as much. What Kafka's producer does with events that have no key.
///
/// One thread at a time may call it.
public final class StickyPartitioner implements Partitioner {
    private final int batchSize;
    private final Random random;
    private final Map<String, Stay> stays = new HashMap<>();

    /// Where the events of a topic go now, and for how many more.
    private static final class Stay {
        private int partition;
        private int left;
    }

    /// Makes one; the same seed draws the same partitions.
    ///
    /// @param batchSize how many events fill a batch
    /// @throws IllegalArgumentException if that is less than 1
    public StickyPartitioner(int batchSize, long seed) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch holds 1 event or more, not " + batchSize);
        }
        this.batchSize = batchSize;
        this.random = new Random(seed);
    }

    @Override
    public int partition(String topic, Event event, int partitions) {
        Stay stay = stays.computeIfAbsent(topic, name -> new Stay());
        if (stay.left == 0 || stay.partition >= partitions) {
            stay.partition = random.nextInt(partitions);
            stay.left = batchSize;
        }
        stay.left--;
        return stay.partition;
    }
}
