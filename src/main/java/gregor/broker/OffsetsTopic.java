package gregor.broker;

import gregor.file.CorruptLogException;
import gregor.file.StorageException;
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
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The committed offsets of all groups, as events in a compacted topic: the key is group and partition, the value the
/// offset.
///
/// ```
/// ["billing","deliveries",0]    {"offset":812,"note":"","time":"2026-03-02T00:03:11.482Z"}
/// ```
///
/// If the log is damaged, every call throws [PartitionUnavailableException].
/// A commit is one batch, so all of it is written or none. One thread at a time may call it.
final class OffsetsTopic implements OffsetStore {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int POLL_EVENTS = 1000;
    /// What a committed offset takes in memory without its note, and a group without its offsets.
    private static final int OFFSET_BYTES = 200;
    private static final int GROUP_BYTES = 300;

    private final Supplier<? extends Log> opener;
    private final InstantSource clock;
    private final long maxBytes;
    private long bytes;
    private MemoryOffsetStore table;
    private RuntimeException failure;
    private Log log;

    private record Value(long offset, String note, String time) {}

    /// @param opener returns the log; called on first use
    OffsetsTopic(Supplier<? extends Log> opener, InstantSource clock) {
        this(opener, clock, Runtime.getRuntime().maxMemory() / 8);
    }

    /// @param maxBytes the limit for what committed offsets take in memory
    OffsetsTopic(Supplier<? extends Log> opener, InstantSource clock, long maxBytes) {
        this.opener = opener;
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    /// Reads the log on first use. If that fails, every later call fails too: an older offset would be a wrong answer.
    private MemoryOffsetStore table() {
        if (failure != null) {
            throw failure;
        }
        if (table == null) {
            try {
                table = read();
            } catch (CorruptLogException | StorageException | JacksonException e) {
                failure = new PartitionUnavailableException(new TopicPartition(Broker.OFFSETS, 0), e);
                throw failure;
            }
            bytes = table.groups().stream()
                    .mapToLong(group -> table.of(group).isEmpty()
                            ? 0
                            : GROUP_BYTES + group.length() + bytes(table.of(group).values()))
                    .sum();
        }
        return table;
    }

    private MemoryOffsetStore read() {
        log = opener.get();
        var read = new MemoryOffsetStore();
        var consumer = new Consumer("offsets", log);
        for (List<Entry> next = consumer.poll(POLL_EVENTS); !next.isEmpty(); next = consumer.poll(POLL_EVENTS)) {
            next.forEach(entry -> apply(read, entry.event()));
        }
        return read;
    }

    private static void apply(MemoryOffsetStore table, Event event) {
        var key = JSON.readTree(event.key());
        var partition = new TopicPartition(key.get(1).stringValue(), key.get(2).intValue());
        if (event.value() == null) {
            table.forget(key.get(0).stringValue(), List.of(partition));
        } else {
            var value = JSON.readValue(event.value(), Value.class);
            table.commit(key.get(0).stringValue(),
                    Map.of(partition, new CommittedOffset(value.offset(), value.note())));
        }
    }

    private static long bytes(Collection<CommittedOffset> offsets) {
        return offsets.stream().mapToLong(offset -> OFFSET_BYTES + offset.note().length()).sum();
    }

    /// Estimates how many bytes more some commits take in memory than those that they replace.
    private long more(String group, Map<TopicPartition, CommittedOffset> commits) {
        SortedMap<TopicPartition, CommittedOffset> before = of(group);
        return bytes(commits.values()) + (before.isEmpty() && !commits.isEmpty() ? GROUP_BYTES + group.length() : 0)
                - bytes(commits.keySet().stream().map(before::get).filter(Objects::nonNull).toList());
    }

    /// Stores offsets, all or none.
    ///
    /// @throws BrokerException if those of all groups would take more memory than an eighth of the heap
    @Override
    public void commit(String group, Map<TopicPartition, CommittedOffset> commits) {
        MemoryOffsetStore known = table();
        long more = more(group, commits);
        if (more > 0 && bytes + more > maxBytes) {
            throw new BrokerException("the committed offsets of all groups take " + bytes + " bytes, and can take "
                    + maxBytes + "; delete groups, or start the broker with more memory (-Xmx)");
        }
        var events = new ArrayList<Event>();
        new TreeMap<>(commits).forEach((partition, commit) -> events.add(event(group, partition,
                JSON.writeValueAsBytes(new Value(commit.offset(), commit.note(), clock.instant().toString())))));
        append(events);
        known.commit(group, commits);
        bytes += more;
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
        bytes -= bytes(known.stream().map(of(group)::get).toList());
        table().forget(group, known);
        bytes -= !known.isEmpty() && of(group).isEmpty() ? GROUP_BYTES + group.length() : 0;
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
