package gregor.broker;

import module java.base;

import gregor.deque.Retention;
import gregor.file.BatchFormat;
import gregor.file.FileLog;
import gregor.file.FileRegion;
import gregor.file.FileSettings;
import gregor.file.GroupCommit;
import gregor.list.Batch;
import gregor.list.ForwardingLog;
import gregor.topic.ConfigKey;
import gregor.topic.TopicConfig;

/// The log of a partition in files; appends of many threads share one force. Any thread may call it.
final class FilePartitionLog extends ForwardingLog<GroupCommit> implements PartitionLog {
    private final BatchFormat format;

    /// Opens the log in a folder, with the format of these settings.
    FilePartitionLog(Path folder, FileSettings settings) {
        super(GroupCommit.open(folder, settings));
        format = settings.format();
    }

    @Override
    public Optional<BatchFormat> format() {
        return Optional.of(format);
    }

    @Override
    public Optional<PartitionFiles> files(boolean force) {
        return Optional.of(log.withLog(files -> {
            if (force) {
                files.flush();
            }
            return new PartitionFiles(files.path(), files.baseOffsets());
        }));
    }

    @Override
    public long startAppend(Batch batch) {
        return log.startAppend(batch);
    }

    @Override
    public void awaitForced(long end) {
        log.awaitForced(end);
    }

    @Override
    public Optional<FileRegion> region(long from, long before, int maxBytes) {
        return Optional.of(log.region(from, before, maxBytes));
    }

    @Override
    public OptionalLong offsetFor(Instant time) {
        return log.withLog(files -> files.offsetAt(time));
    }

    /// Returns a retention that reads no batch: age and bytes of whole segments, and a number of offsets. The age of a
    /// segment is that of its largest timestamp.
    @Override
    public Retention retention(TopicConfig configuration) {
        long age = configuration.number(ConfigKey.RETENTION_MS.name());
        long bytes = configuration.number(ConfigKey.RETENTION_BYTES.name());
        Retention bySegment = (held, now) -> {
            long oldest = age == -1 ? Long.MIN_VALUE : now.toEpochMilli() - age;
            long[] left = {bytes == -1 ? Long.MIN_VALUE : held.sizeInBytes()};
            return log.withLog(files -> files.firstRetainedOffset(
                    segment -> isOlder(segment, oldest) || bytes != -1 && (left[0] -= segment.sizeInBytes()) >= bytes));
        };
        return bySegment.or(BrokerTopicConfigs.retentionByCount(configuration));
    }

    private static boolean isOlder(FileLog.SegmentDescription segment, long oldest) {
        return 0 <= segment.maxTimestamp() && segment.maxTimestamp() < oldest;
    }

    @Override
    public void flush() {
        log.withLog(files -> {
            files.flushIfDue();
            return null;
        });
    }

    @Override
    public void configure(FileSettings settings) {
        log.configure(settings);
    }

    @Override
    public List<String> repairs() {
        return log.withLog(FileLog::repairs);
    }

    @Override
    public List<String> losses() {
        return log.withLog(FileLog::losses);
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
