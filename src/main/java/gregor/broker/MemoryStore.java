package gregor.broker;

import gregor.deque.DequeLog;
import gregor.file.FileSettings;
import gregor.list.Log;
import gregor.thread.SharedLog;
import gregor.thread.WaitingLog;
import gregor.topic.TopicPartition;
import java.util.List;
import java.util.UUID;

/// Logs in memory, which are gone when the broker is.
final class MemoryStore implements Store {
    private final Log catalog = new DequeLog();

    @Override
    public Log catalog() {
        return catalog;
    }

    @Override
    public void create(TopicPartition partition, UUID topic) {
        // a log in memory needs no room before it is opened
    }

    @Override
    public WaitingLog open(TopicPartition partition, UUID topic, FileSettings settings) {
        return new SharedLog(new DequeLog());
    }

    @Override
    public void configure(WaitingLog log, FileSettings settings) {
        // nothing of it is about logs in memory
    }

    @Override
    public void delete(TopicPartition partition, UUID topic) {
        // it goes with the last one who knows it
    }

    @Override
    public List<String> strays(List<UUID> topics) {
        return List.of();
    }

    @Override
    public void close() {
        // nothing is open
    }
}
