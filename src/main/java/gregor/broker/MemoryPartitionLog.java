package gregor.broker;

import gregor.deque.DequeLog;
import gregor.deque.Retention;
import gregor.file.BatchFormat;
import gregor.file.FileRegion;
import gregor.file.FileSettings;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.ForwardingLog;
import gregor.thread.SharedLog;
import gregor.topic.TopicConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The log of a partition in memory. Any thread may call it.
final class MemoryPartitionLog extends ForwardingLog<SharedLog> implements PartitionLog {
    MemoryPartitionLog() {
        super(new SharedLog(new DequeLog()));
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
    public long startAppend(Batch batch) {
        return log.append(batch);
    }

    @Override
    public void awaitForced(long end) {
        // memory needs no force
    }

    @Override
    public Optional<FileRegion> region(long from, long before, int maxBytes) {
        return Optional.empty();
    }

    @Override
    public OptionalLong offsetFor(Instant time) {
        for (Batch batch : read(start(), Integer.MAX_VALUE)) {
            if (batch.maxTimestamp() >= time.toEpochMilli()) {
                for (Entry entry : batch) {
                    if (entry.offset() >= start() && entry.event().timestamp() >= time.toEpochMilli()) {
                        return OptionalLong.of(entry.offset());
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    @Override
    public Retention retention(TopicConfig configuration) {
        return configuration.retention();
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
