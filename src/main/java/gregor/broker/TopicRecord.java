package gregor.broker;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// What a broker must remember of a topic.
///
/// @param id       tells a topic from another one that had its name before
/// @param settings those that somebody has set
record TopicRecord(String name, UUID id, Instant created, int partitions, Map<String, String> settings) {
    TopicRecord withPartitions(int total) {
        return new TopicRecord(name, id, created, total, settings);
    }

    TopicRecord with(Map<String, String> others) {
        return new TopicRecord(name, id, created, partitions, others);
    }
}
