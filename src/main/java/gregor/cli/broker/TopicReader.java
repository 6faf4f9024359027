package gregor.cli.broker;

import module java.base;

import gregor.cli.broker.BrokerClient.Chunk;
import gregor.list.Entry;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// Reads partitions, each from an offset on and all in turn. Where its position was deleted from the log it continues
/// at the earliest offset. It names a damaged partition in a message and continues without it.
final class TopicReader implements EventReader {
    private final BrokerClient client;
    private final Consumer<Map<TopicPartition, Long>> committer;
    private final Map<TopicPartition, Long> positions;
    private Map<TopicPartition, Long> committed;
    private boolean whole = true;

    /// @param starts    where to begin in each partition
    /// @param committed what is committed already, and need not be committed again
    /// @param committer receives the offsets to be read next when this commits
    TopicReader(BrokerClient client, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> committed,
            Consumer<Map<TopicPartition, Long>> committer) {
        this.client = client;
        this.committer = committer;
        positions = new LinkedHashMap<>();
        starts.keySet().stream().sorted().forEach(partition -> positions.put(partition, starts.get(partition)));
        this.committed = Map.copyOf(committed);
    }

    /// Begins with the partition that was read least recently, so that a busy one does not starve the others. What was
    /// read before a failure is returned; the next call meets the failure again.
    ///
    /// @throws RuntimeException what the client throws, if no partition is left to read
    @Override
    public List<PartitionEntry> poll(int maxEvents) {
        var polled = new ArrayList<PartitionEntry>();
        for (TopicPartition partition : List.copyOf(positions.keySet())) {
            if (polled.size() < maxEvents) {
                try {
                    read(partition, maxEvents - polled.size())
                            .forEach(entry -> polled.add(new PartitionEntry(partition, entry)));
                } catch (RuntimeException failure) {
                    if (!polled.isEmpty()) {
                        return polled;
                    }
                    leaveOut(partition, failure);
                }
            }
        }
        return polled;
    }

    private List<Entry> read(TopicPartition partition, int maxEvents) {
        Chunk chunk = chunk(partition);
        List<Entry> entries = chunk.entries();
        long next = chunk.next();
        if (entries.size() > maxEvents) {
            entries = entries.subList(0, maxEvents);
            next = entries.getLast().offset() + 1;
        }
        if (!entries.isEmpty()) {
            positions.remove(partition);
        }
        positions.put(partition, next);
        return entries;
    }

    private Chunk chunk(TopicPartition partition) {
        try {
            return client.read(partition, positions.get(partition));
        } catch (OffsetOutOfRangeException outOfRange) {
            return client.read(partition, client.offsets(List.of(partition)).get(partition).start());
        }
    }

    /// A silent broker ends this: else each partition would wait for its timeout.
    private void leaveOut(TopicPartition partition, RuntimeException failure) {
        if (positions.size() == 1 || failure.getCause() instanceof TimeoutException) {
            throw failure;
        }
        System.err.println("gregor: " + partition + " cannot be read from offset " + positions.remove(partition)
                + " on, and the others are read without it: " + failure.getMessage());
        whole = false;
    }

    @Override
    public boolean isWhole() {
        return whole;
    }

    @Override
    public void commit() {
        if (!committed.entrySet().containsAll(positions.entrySet())) {
            committed = Map.copyOf(positions);
            committer.accept(committed);
        }
    }
}
