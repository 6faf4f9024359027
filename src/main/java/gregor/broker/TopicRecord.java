package gregor.broker;

import module java.base;

/// A topic as the [Catalog] stores it.
///
/// @param id       differs from the id of an earlier topic of the same name
/// @param settings the settings that differ from the defaults
record TopicRecord(String name, UUID id, Instant created, int partitions, Map<String, String> settings) {
    TopicRecord withPartitions(int total) {
        return new TopicRecord(name, id, created, total, settings);
    }

    TopicRecord with(Map<String, String> others) {
        return new TopicRecord(name, id, created, partitions, others);
    }
}
