package gregor.broker;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// What a broker must remember of a topic.
///
/// @param id       tells a topic from another one that had its name before
/// @param settings those that somebody has set
record Row(String name, UUID id, Instant created, int partitions, Map<String, String> settings) {
    Row withPartitions(int total) {
        return new Row(name, id, created, total, settings);
    }

    Row with(Map<String, String> others) {
        return new Row(name, id, created, partitions, others);
    }
}
