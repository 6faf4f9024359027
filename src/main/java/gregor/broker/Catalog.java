package gregor.broker;

import gregor.compact.CleanerCheckpoint;
import gregor.compact.CompactionSettings;
import gregor.compact.Compactor;
import gregor.compact.Table;
import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.Utf8;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/// What a broker knows of its topics and of the kinds of its groups, kept as it keeps everything: as events in a log.
/// The latest event of a key counts, and a tombstone takes it back.
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
    private static final int LONG_ENOUGH = 1000;

    private final Log log;
    private final Table table;
    private final InstantSource clock;

    /// How far compaction of a partition has come.
    private record Clean(List<CleanerCheckpoint> points) {}

    /// Reads what was written down.
    Catalog(Log log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
        table = new Table(new Consumer("catalog", log));
        table.update();
        compactIfLong();
    }

    /// All of a catalog is in memory anyway, so it can be compacted down to one event a key.
    private void compactIfLong() {
        if (log.end() - log.start() > LONG_ENOUGH && log.sizeInBytes() > 2 * sizeOfRows()) {
            new Compactor(log, new CompactionSettings(0, Duration.ZERO, Duration.ZERO, CompactionSettings.DEFAULT.maxKeys()), clock)
                    .compact();
        }
    }

    private long sizeOfRows() {
        return table.rows().values().stream().mapToLong(Event::sizeInBytes).sum();
    }

    /// The topics that there are, by name.
    synchronized Map<String, TopicRecord> topics() {
        var topics = new TreeMap<String, TopicRecord>();
        table.rows().forEach((key, event) -> {
            if (key.toString().startsWith("topic/")) {
                TopicRecord row = JSON.readValue(event.value(), TopicRecord.class);
                topics.put(row.name(), row);
            }
        });
        return topics;
    }

    synchronized void put(TopicRecord row) {
        append("topic/" + row.name(), JSON.writeValueAsString(row));
    }

    /// Takes back all that is said of a topic.
    synchronized void remove(TopicRecord row) {
        append("topic/" + row.name(), null);
        for (int partition = 0; partition < row.partitions(); partition++) {
            String key = cleanKey(row.id(), partition);
            if (table.text(key).isPresent()) {
                append(key, null);
            }
        }
    }

    /// How far compaction of a partition has come, as a [Compactor] wants to know it.
    synchronized List<CleanerCheckpoint> cleanPoints(UUID topic, int partition) {
        Optional<String> said = table.text(cleanKey(topic, partition));
        return said.map(text -> JSON.readValue(text, Clean.class).points()).orElse(List.of());
    }

    synchronized void put(UUID topic, int partition, List<CleanerCheckpoint> points) {
        append(cleanKey(topic, partition), JSON.writeValueAsString(new Clean(points)));
    }

    /// What was said of a group; empty if nothing, or if it was taken back.
    synchronized Optional<String> kind(String group) {
        return table.text("kind/" + group);
    }

    /// Says it, unless that is known already.
    ///
    /// @param kind null takes back what was said
    synchronized void putKind(String group, String kind) {
        if (!kind(group).equals(Optional.ofNullable(kind))) {
            append("kind/" + group, kind);
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
