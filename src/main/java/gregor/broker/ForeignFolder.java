package gregor.broker;

import module java.base;

import gregor.file.FileSettings;
import gregor.topic.TopicPartition;

/// The topics in a folder of another system, which a broker serves in that system's format. The broker's own topics are
/// in memory.
public interface ForeignFolder {
    /// Returns the topics that are in the folder, and the number of partitions of each.
    Map<String, Integer> topics();

    /// Returns the settings of a topic that differ from the broker's defaults. These systems delete nothing by
    /// themselves.
    default Map<String, String> settings(String topic) {
        return Map.of("retention.ms", "-1", "max.message.bytes", "67108864");
    }

    /// Opens the log of a partition, and creates it if it is missing.
    ///
    /// @throws gregor.file.FormatException if it cannot be opened, or has another format
    ForeignLog open(TopicPartition partition, FileSettings settings);

    /// Returns the broker of the other system that owns a partition: one thread calls all logs of a broker. Empty if
    /// each log has a thread of its own.
    default OptionalInt owner(TopicPartition partition) {
        return OptionalInt.empty();
    }

    /// Deletes a partition whose log is closed.
    void delete(TopicPartition partition);
}
