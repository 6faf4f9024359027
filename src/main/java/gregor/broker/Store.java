package gregor.broker;

import module java.base;

import gregor.file.FileSettings;
import gregor.list.Log;
import gregor.topic.TopicPartition;

/// Keeps the logs of a broker, in memory or in files; the defaults are for memory. One thread at a time may call it for
/// a topic.
sealed interface Store extends AutoCloseable permits FileStore, MemoryStore {
    /// Returns the log of the [Catalog].
    Log catalog();

    /// Returns which events of the catalog cannot be read, a sentence each.
    default List<String> losses() {
        return List.of();
    }

    /// Returns settings of a topic, with those of its folder where they name nothing.
    default Map<String, String> settings(String topic, Map<String, String> changes) {
        return changes;
    }

    /// Creates an empty partition; does nothing if the partition of this topic exists.
    default void create(TopicPartition partition, UUID topic) {}

    /// Opens the log of a partition that was created.
    PartitionLog open(TopicPartition partition, UUID topic, FileSettings settings);

    /// Deletes a partition whose log is closed.
    void delete(TopicPartition partition, UUID topic);

    /// Returns what the store holds of no known topic, a sentence each.
    default List<String> orphans(List<UUID> topics) {
        return List.of();
    }

    @Override
    default void close() {}
}
