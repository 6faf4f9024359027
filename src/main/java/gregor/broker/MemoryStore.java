package gregor.broker;

import module java.base;

import gregor.deque.DequeLog;
import gregor.file.FileSettings;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.thread.LogThread;
import gregor.thread.SharedLog;
import gregor.topic.TopicPartition;

/// Keeps the logs of a broker in memory; they end with the process. The logs of clients may be in a folder of another
/// system.
final class MemoryStore implements Store {
    private final Log catalog = new DequeLog();
    private final Optional<ForeignFolder> folder;
    private final Map<Integer, LogThread> owners = new ConcurrentHashMap<>();

    private static final class MemoryPartitionLog extends SharedLog implements PartitionLog {
        MemoryPartitionLog() {
            super(new DequeLog());
        }
    }

    MemoryStore(Optional<ForeignFolder> folder) {
        this.folder = folder;
    }

    private Optional<ForeignFolder> folderOf(TopicPartition partition) {
        return folder.filter(foreign -> !Broker.isInternal(partition.topic()));
    }

    @Override
    public Map<String, String> settings(String topic, Map<String, String> changes) {
        var all = new TreeMap<>(folder.map(foreign -> foreign.settings(topic)).orElse(Map.of()));
        all.putAll(changes);
        return all;
    }

    @Override
    public Log catalog() {
        return catalog;
    }

    @Override
    public PartitionLog open(TopicPartition partition, UUID topic, FileSettings settings) {
        return folderOf(partition).<PartitionLog>map(foreign -> open(foreign, partition, settings))
                .orElseGet(MemoryPartitionLog::new);
    }

    private PartitionLog open(ForeignFolder foreign, TopicPartition partition, FileSettings settings) {
        ForeignLog log = foreign.open(partition, settings);
        OptionalInt owner = foreign.owner(partition);
        return owner.isEmpty()
                ? new ForeignPartitionLog(log, settings.fsync())
                : new ForeignPartitionLog(log, settings.fsync(), ownerThread(owner.getAsInt()));
    }

    private LogThread ownerThread(int owner) {
        return owners.computeIfAbsent(owner, absent -> new LogThread(new ListLog()));
    }

    @Override
    public void delete(TopicPartition partition, UUID topic) {
        folderOf(partition).ifPresent(foreign -> foreign.delete(partition));
    }

    @Override
    public void close() {
        owners.values().forEach(LogThread::close);
    }
}
