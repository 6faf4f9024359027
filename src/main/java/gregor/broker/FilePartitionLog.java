package gregor.broker;

import module java.base;

import gregor.deque.Retention;
import gregor.file.BatchFormat;
import gregor.file.FileLog;
import gregor.file.FileRegion;
import gregor.file.FileSettings;
import gregor.file.GroupCommit;
import gregor.topic.ConfigKey;
import gregor.topic.TopicConfig;

/// The log of a partition in files; appends of many threads share one force. Any thread may call it.
final class FilePartitionLog extends GroupCommit implements PartitionLog {
    private final BatchFormat format;

    /// Opens the log in a folder, with the format of these settings.
    FilePartitionLog(Path folder, FileSettings settings) {
        super(FileLog.open(folder, settings), settings);
        format = settings.format();
    }

    @Override
    public Optional<BatchFormat> format() {
        return Optional.of(format);
    }

    @Override
    public Optional<PartitionFiles> files(boolean force) {
        return Optional.of(withLog(files -> {
            if (force) {
                files.flush();
            }
            return new PartitionFiles(files.path(), files.baseOffsets());
        }));
    }

    @Override
    public OptionalLong offsetFor(Instant time) {
        return withLog(files -> files.offsetAt(time));
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
            return withLog(files -> files.firstRetainedOffset(
                    segment -> isOlder(segment, oldest) || bytes != -1 && (left[0] -= segment.sizeInBytes()) >= bytes));
        };
        return bySegment.or(BrokerTopicConfigs.retentionByCount(configuration));
    }

    private static boolean isOlder(FileLog.SegmentDescription segment, long oldest) {
        return 0 <= segment.maxTimestamp() && segment.maxTimestamp() < oldest;
    }

    @Override
    public void flush() {
        withLog(files -> {
            files.flushIfDue();
            return null;
        });
    }

    @Override
    public List<String> repairs() {
        return withLog(FileLog::repairs);
    }

    @Override
    public List<String> losses() {
        return withLog(FileLog::losses);
    }
}
