package gregor.broker;

import module java.base;

import gregor.deque.Retention;
import gregor.file.BatchFormat;
import gregor.file.FileRegion;
import gregor.file.FileSettings;
import gregor.thread.WaitingLog;
import gregor.topic.TopicConfig;

/// The log of one partition, in memory or in files: all that a broker asks of it. A [Store] opens it.
interface PartitionLog extends WaitingLog {
    /// Returns the format of the stored batches; empty if they are in memory.
    Optional<BatchFormat> format();

    /// Returns where the segments are; empty if the log is in memory.
    ///
    /// @param force whether to wait until the disk has all events
    Optional<PartitionFiles> files(boolean force);

    /// Returns what [#read(long, int)] would return as a region of a file, which the caller closes; empty if the log is
    /// in memory.
    Optional<FileRegion> region(long from, long before, int maxBytes);

    /// Returns the first offset whose timestamp is at least `time`; empty if there is none (KIP-79).
    OptionalLong offsetFor(Instant time);

    /// Returns the retention of a topic in the units that this log deletes: batches in memory, segments in files.
    Retention retention(TopicConfig configuration);

    /// Forces what has waited for the disk as long as the fsync policy allows.
    void flush();

    /// Applies new settings; stored segments and their format stay as they are.
    void configure(FileSettings settings);

    /// Returns what was set aside or rebuilt when the log was opened, a sentence each.
    List<String> repairs();

    /// Returns the damage found when the log was opened that makes events unreadable, a sentence each.
    List<String> losses();
}
