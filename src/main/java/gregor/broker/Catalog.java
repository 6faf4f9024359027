package gregor.broker;

import module java.base;

import gregor.compact.CleanerCheckpoint;
import gregor.compact.CompactionSettings;
import gregor.compact.Compactor;
import gregor.compact.Table;
import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.Utf8;
import tools.jackson.databind.json.JsonMapper;

/// The topics of a broker, the checkpoints of their compaction and the types of its groups, stored as events in a log.
/// The latest event of a key counts; a tombstone removes the key.
///
/// ```
/// topic/deliveries    {"name":"deliveries","id":"…","created":"…","partitions":3,"settings":{"archive":"csv"}}
/// clean/ID/0          {"points":[{"offset":812,"since":"…"}]}
/// kind/billing        consumer
/// ```
///
/// Any thread may call it.
final class Catalog {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int COMPACT_FROM_EVENTS = 1000;

    private final Log log;
    private final Table table;
    private final InstantSource clock;

    /// The value of a `clean/` key.
    private record Checkpoints(List<CleanerCheckpoint> points) {}

    Catalog(Log log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
        table = new Table(new Consumer("catalog", log));
        table.update();
        compactIfLong();
    }

    /// Compacts the log to one event a key; memory holds all of a catalog anyway.
    private void compactIfLong() {
        if (log.end() - log.start() > COMPACT_FROM_EVENTS && log.sizeInBytes() > 2 * sizeOfRows()) {
            new Compactor(log,
                    new CompactionSettings(0, Duration.ZERO, Duration.ZERO, CompactionSettings.DEFAULT.maxKeys()),
                    clock).compact();
        }
    }

    private long sizeOfRows() {
        return table.rows().values().stream().mapToLong(Event::sizeInBytes).sum();
    }

    synchronized Map<String, TopicRecord> topics() {
        var topics = new TreeMap<String, TopicRecord>();
        table.rows().forEach((key, event) -> {
            if (key.toString().startsWith("topic/")) {
                TopicRecord topic = JSON.readValue(event.value(), TopicRecord.class);
                topics.put(topic.name(), topic);
            }
        });
        return topics;
    }

    synchronized void put(TopicRecord topic) {
        append("topic/" + topic.name(), JSON.writeValueAsString(topic));
    }

    /// Removes a topic and its checkpoints.
    synchronized void remove(TopicRecord topic) {
        append("topic/" + topic.name(), null);
        for (int partition = 0; partition < topic.partitions(); partition++) {
            String key = cleanKey(topic.id(), partition);
            if (table.text(key).isPresent()) {
                append(key, null);
            }
        }
    }

    /// Returns the checkpoints of a partition's compaction for a [Compactor].
    synchronized List<CleanerCheckpoint> cleanPoints(UUID topic, int partition) {
        Optional<String> stored = table.text(cleanKey(topic, partition));
        return stored.map(text -> JSON.readValue(text, Checkpoints.class).points()).orElse(List.of());
    }

    synchronized void put(UUID topic, int partition, List<CleanerCheckpoint> points) {
        append(cleanKey(topic, partition), JSON.writeValueAsString(new Checkpoints(points)));
    }

    /// Returns the type of a group; empty if none is stored.
    synchronized Optional<String> groupType(String group) {
        return table.text("kind/" + group);
    }

    /// Stores the type of a group, unless it is stored already.
    ///
    /// @param type null removes it
    synchronized void putGroupType(String group, String type) {
        if (!groupType(group).equals(Optional.ofNullable(type))) {
            append("kind/" + group, type);
        }
    }

    private static String cleanKey(UUID topic, int partition) {
        return "clean/" + topic + "/" + partition;
    }

    private void append(String key, String value) {
        log.append(new Event(clock.millis(), Utf8.bytes(key), value == null ? null : Utf8.bytes(value), List.of()));
        table.update();
    }
}
