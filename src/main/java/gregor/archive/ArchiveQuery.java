package gregor.archive;

import module java.base;

import gregor.deque.ArchiveException;

/// Computes the summary of an archived topic.
@FunctionalInterface
public interface ArchiveQuery extends AutoCloseable {
    /// Computes the summary.
    ///
    /// @param progress receives the number of events read so far at intervals, or is never called
    /// @throws ArchiveException if the archive cannot be read; the message names the file, and the line if there is one
    ArchiveSummary answer(ArchivedTopic topic, LongConsumer progress);

    /// Computes the summary without reporting progress.
    ///
    /// @throws ArchiveException if the archive cannot be read; the message names the file, and the line if there is one
    default ArchiveSummary answer(ArchivedTopic topic) {
        return answer(topic, events -> {});
    }

    /// Ends what runs for it, such as Apache Spark.
    @Override
    default void close() {}
}
