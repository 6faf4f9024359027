package gregor.broker;

import gregor.deque.DequeLog;
import gregor.file.FileSettings;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import java.util.List;
import java.util.UUID;

/// Keeps the logs of a broker in memory; they end with the process.
final class MemoryStore implements Store {
    private final Log catalog = new DequeLog();

    @Override
    public Log catalog() {
        return catalog;
    }

    @Override
    public List<String> losses() {
        return List.of();
    }

    @Override
    public void create(TopicPartition partition, UUID topic) {
        // a log in memory begins when it is opened
    }

    @Override
    public PartitionLog open(TopicPartition partition, UUID topic, FileSettings settings) {
        return new MemoryPartitionLog();
    }

    @Override
    public void delete(TopicPartition partition, UUID topic) {
        // the garbage collector does
    }

    @Override
    public List<String> orphans(List<UUID> topics) {
        return List.of();
    }

    @Override
    public void close() {
        // nothing is open
    }
}
