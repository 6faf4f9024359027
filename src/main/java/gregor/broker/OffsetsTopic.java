package gregor.broker;

import gregor.group.CommittedOffset;
import gregor.group.MemoryOffsetStore;
import gregor.group.OffsetStore;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.topic.TopicPartition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// The committed offsets of all groups, as events in a compacted topic: the key is group and partition, the value the
/// offset.
///
/// ```
/// ["billing","deliveries",0]    {"offset":812,"note":"","time":"2026-03-02T00:03:11.482Z"}
/// ```
///
/// A commit is one batch, so all of it is written or none. One thread at a time may call it.
final class OffsetsTopic implements OffsetStore {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int POLL_EVENTS = 1000;

    private final Supplier<? extends Log> opener;
    private final InstantSource clock;
    private MemoryOffsetStore table;
    private Log log;

    private record Value(long offset, String note, String time) {}

    /// @param opener returns the log; called on first use
    OffsetsTopic(Supplier<? extends Log> opener, InstantSource clock) {
        this.opener = opener;
        this.clock = clock;
    }

    private MemoryOffsetStore table() {
        if (table == null) {
            log = opener.get();
            var read = new MemoryOffsetStore();
            var consumer = new Consumer("offsets", log);
            for (List<Entry> next = consumer.poll(POLL_EVENTS); !next.isEmpty(); next = consumer.poll(POLL_EVENTS)) {
                next.forEach(entry -> apply(read, entry.event()));
            }
            table = read;
        }
        return table;
    }

    private static void apply(MemoryOffsetStore table, Event event) {
        var key = JSON.readTree(event.key());
        var partition = new TopicPartition(key.get(1).stringValue(), key.get(2).intValue());
        if (event.value() == null) {
            table.forget(key.get(0).stringValue(), List.of(partition));
        } else {
            var value = JSON.readValue(event.value(), Value.class);
            table.commit(key.get(0).stringValue(), Map.of(partition, new CommittedOffset(value.offset(), value.note())));
        }
    }

    @Override
    public void commit(String group, Map<TopicPartition, CommittedOffset> commits) {
        MemoryOffsetStore known = table();
        var events = new ArrayList<Event>();
        new TreeMap<>(commits).forEach((partition, commit) -> events.add(event(group, partition,
                JSON.writeValueAsBytes(new Value(commit.offset(), commit.note(), clock.instant().toString())))));
        append(events);
        known.commit(group, commits);
    }

    @Override
    public SortedMap<TopicPartition, CommittedOffset> of(String group) {
        return table().of(group);
    }

    @Override
    public void forget(String group, Collection<TopicPartition> partitions) {
        var known = new TreeSet<>(partitions);
        known.retainAll(of(group).keySet());
        append(known.stream().map(partition -> event(group, partition, null)).toList());
        table().forget(group, known);
    }

    private Event event(String group, TopicPartition partition, byte[] value) {
        byte[] key = JSON.writeValueAsBytes(List.of(group, partition.topic(), partition.partition()));
        return new Event(clock.millis(), key, value, List.of());
    }

    private void append(List<Event> events) {
        if (!events.isEmpty()) {
            log.append(ListBatch.of(Origin.UNKNOWN, events));
        }
    }

    /// Returns the names of the groups with committed offsets.
    SortedSet<String> groups() {
        var groups = new TreeSet<>(table().groups());
        groups.removeIf(group -> of(group).isEmpty());
        return groups;
    }
}
