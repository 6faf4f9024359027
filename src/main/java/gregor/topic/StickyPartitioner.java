package gregor.topic;

import module java.base;

import gregor.list.Event;

/// Chooses one partition until a batch is full, then draws another at random: so batches are large, and over time all
/// partitions get about the same number of events. Kafka's producer does this for events without a key (KIP-480).
///
/// One thread at a time may call it.
public final class StickyPartitioner implements Partitioner {
    private final int batchSize;
    private final Random random;
    private final Map<String, Choice> choices = new HashMap<>();

    /// The current partition of a topic, and the number of events that it still gets.
    private static final class Choice {
        private int partition;
        private int left;
    }

    /// Makes a partitioner; the same seed draws the same partitions.
    ///
    /// @param batchSize the number of events in a full batch
    /// @throws IllegalArgumentException if that is less than 1
    public StickyPartitioner(int batchSize, long seed) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch must have 1 event or more, not " + batchSize);
        }
        this.batchSize = batchSize;
        this.random = new Random(seed);
    }

    @Override
    public int partition(String topic, Event event, int partitions) {
        Choice choice = choices.computeIfAbsent(topic, name -> new Choice());
        if (choice.left == 0 || choice.partition >= partitions) {
            choice.partition = random.nextInt(partitions);
            choice.left = batchSize;
        }
        choice.left--;
        return choice.partition;
    }
}
