package gregor.broker;

import module java.base;

import gregor.deque.Retention;
import gregor.file.BatchFormat;
import gregor.file.FileRegion;
import gregor.file.FileSettings;
import gregor.thread.WaitingLog;
import gregor.topic.TopicConfig;

/// The log of one partition: all that a broker asks of it. A [Store] opens it. The defaults are those of a log in
/// memory.
interface PartitionLog extends WaitingLog {
    /// Returns the format of the stored batches; empty if they are in memory.
    default Optional<BatchFormat> format() {
        return Optional.empty();
    }

    /// Returns where the segments are; empty if the log is in memory.
    ///
    /// @param force whether to wait until the disk has all events
    default Optional<PartitionFiles> files(boolean force) {
        return Optional.empty();
    }

    /// Returns what [#read(long, int)] would return if the log ended at the offset `before`, as a region of a file,
    /// which the caller closes.
    ///
    /// @throws UnsupportedOperationException if the log is in memory
    default FileRegion region(long from, long before, int maxBytes) {
        throw new UnsupportedOperationException("a log in memory has no file; read its batches");
    }

    /// Returns the first offset whose timestamp is at least `time`; empty if there is none (KIP-79).
    default OptionalLong offsetFor(Instant time) {
        return ForeignLog.offsetFor(this, time);
    }

    /// Returns the retention of a topic in the units that this log deletes: batches in memory, segments in files.
    default Retention retention(TopicConfig configuration) {
        return configuration.retention().or(BrokerTopicConfigs.retentionByCount(configuration));
    }

    /// Forces what has waited for the disk as long as the fsync policy allows.
    default void flush() {}

    /// Applies new settings; stored segments and their format stay as they are.
    default void configure(FileSettings settings) {}

    /// Returns what was set aside or rebuilt when the log was opened, a sentence each.
    default List<String> repairs() {
        return List.of();
    }

    /// Returns the damage found when the log was opened that makes events unreadable, a sentence each.
    default List<String> losses() {
        return List.of();
    }
}
