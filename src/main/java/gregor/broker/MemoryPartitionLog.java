package gregor.broker;

import module java.base;

import gregor.deque.DequeLog;
import gregor.deque.Retention;
import gregor.file.BatchFormat;
import gregor.file.FileRegion;
import gregor.file.FileSettings;
import gregor.list.ForwardingLog;
import gregor.thread.ConcurrentLog;
import gregor.thread.SharedLog;
import gregor.topic.TopicConfig;

/// The log of a partition in memory. Any thread may call it.
class MemoryPartitionLog extends ForwardingLog<ConcurrentLog> implements PartitionLog {
    MemoryPartitionLog() {
        this(new SharedLog(new DequeLog()));
    }

    MemoryPartitionLog(ConcurrentLog log) {
        super(log);
    }

    @Override
    public Optional<BatchFormat> format() {
        return Optional.empty();
    }

    @Override
    public Optional<PartitionFiles> files(boolean force) {
        return Optional.empty();
    }

    @Override
    public Optional<FileRegion> region(long from, long before, int maxBytes) {
        return Optional.empty();
    }

    @Override
    public OptionalLong offsetFor(Instant time) {
        return ForeignLog.offsetFor(this, time);
    }

    @Override
    public Retention retention(TopicConfig configuration) {
        return configuration.retention().or(BrokerTopicConfigs.retentionByCount(configuration));
    }

    @Override
    public void flush() {
        // memory needs no force
    }

    @Override
    public void configure(FileSettings settings) {
        // all settings are about files
    }

    @Override
    public List<String> repairs() {
        return List.of();
    }

    @Override
    public List<String> losses() {
        return List.of();
    }

    @Override
    public boolean awaitEnd(long beyond, Duration timeout) {
        return log.awaitEnd(beyond, timeout);
    }

    @Override
    public int waiting() {
        return log.waiting();
    }

    @Override
    public void close() {
        log.close();
    }
}
