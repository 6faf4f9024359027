package gregor.broker;

import module java.base;

import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.group.CommittedOffset;
import gregor.group.MemoryOffsetStore;
import gregor.group.OffsetStore;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.thread.WaitingLog;
import gregor.topic.TopicPartition;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The committed offsets of all groups, as events in a compacted topic: the key is group and partition, the value the
/// offset.
///
/// ```
/// ["billing","deliveries",0]    {"offset":812,"note":"","time":"2026-03-02T00:03:11.482Z"}
/// ```
///
/// A commit is one batch, so all of it is written or none. If the log is damaged, every call throws
/// [PartitionUnavailableException]. Any thread may call it; commits of several threads are forced together, because no
/// lock is held while the disk writes.
final class OffsetsTopic implements OffsetStore {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int POLL_EVENTS = 1000;
    /// What a committed offset takes in memory without its note, and a group without its offsets.
    private static final int OFFSET_BYTES = 200;
    private static final int GROUP_BYTES = 300;

    private final Supplier<? extends WaitingLog> opener;
    private final InstantSource clock;
    private final long maxBytes;
    private long bytes;
    private long reservedBytes;
    private MemoryOffsetStore table;
    private RuntimeException failure;
    private WaitingLog log;
    private int appending;
    /// The last offset in the log of each key, while changes are being appended: the log may order two changes of a key
    /// differently than their threads return.
    private final Map<Key, Long> applied = new HashMap<>();

    private record Key(String group, TopicPartition partition) {}

    private record Value(long offset, String note, String time) {}

    /// @param opener returns the log; called on first use
    OffsetsTopic(Supplier<? extends WaitingLog> opener, InstantSource clock) {
        this(opener, clock, Runtime.getRuntime().maxMemory() / 8);
    }

    /// @param maxBytes the limit for what committed offsets take in memory
    OffsetsTopic(Supplier<? extends WaitingLog> opener, InstantSource clock, long maxBytes) {
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
            bytes = table.groups().stream().mapToLong(group -> bytes(group, table.of(group))).sum();
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

    private static long bytes(String group, Map<TopicPartition, CommittedOffset> offsets) {
        return offsets.isEmpty() ? 0 : GROUP_BYTES + group.length() + bytes(offsets.values());
    }

    private static long bytes(Collection<CommittedOffset> offsets) {
        return offsets.stream().mapToLong(offset -> OFFSET_BYTES + offset.note().length()).sum();
    }

    /// Stores offsets, all or none.
    ///
    /// @throws BrokerException if those of all groups would take more memory than an eighth of the heap
    @Override
    public void commit(String group, Map<TopicPartition, CommittedOffset> commits) {
        awaitForced(startCommit(group, commits));
    }

    /// Stores offsets as [#commit(String, Map)] does, but does not wait for the disk: the caller reports success only
    /// after [#awaitForced(long)].
    ///
    /// @return the end of the log after the commit
    long startCommit(String group, Map<TopicPartition, CommittedOffset> commits) {
        long more = reserve(group, commits);
        try {
            return change(group, new TreeMap<>(commits));
        } finally {
            release(more);
        }
    }

    /// Waits until the disk has the log up to an end.
    void awaitForced(long end) {
        if (end > 0) {
            log.awaitForced(end);
        }
    }

    /// Reserves the bytes that some commits take in memory more than those that they replace.
    private synchronized long reserve(String group, Map<TopicPartition, CommittedOffset> commits) {
        var after = new TreeMap<>(table().of(group));
        long before = bytes(group, after);
        after.putAll(commits);
        long more = bytes(group, after) - before;
        if (more > 0 && bytes + reservedBytes + more > maxBytes) {
            throw new BrokerException("the committed offsets of all groups take " + bytes + " bytes, and can take "
                    + maxBytes + "; delete groups, or start the broker with more memory (-Xmx)");
        }
        reservedBytes += more;
        return more;
    }

    private synchronized void release(long reserved) {
        reservedBytes -= reserved;
    }

    /// Appends changes without a lock, then applies them to the table. It does not wait for the disk.
    ///
    /// @param changes the new offset of each partition; null to delete it
    /// @return the end of the log after the changes; 0 if there are none
    private long change(String group, SortedMap<TopicPartition, CommittedOffset> changes) {
        if (changes.isEmpty()) {
            return 0;
        }
        begin();
        long first = -1;
        try {
            first = log.startAppend(ListBatch.of(Origin.UNKNOWN, events(group, changes)));
        } finally {
            end(group, changes, first);
        }
        return first + changes.size();
    }

    private synchronized void begin() {
        table();
        appending++;
    }

    /// Applies changes to the table, except those that the log has followed by later ones.
    ///
    /// @param first the offset of the first change in the log; -1 if they are not in the log
    private synchronized void end(String group, SortedMap<TopicPartition, CommittedOffset> changes, long first) {
        if (first >= 0) {
            long before = bytes(group, table.of(group));
            long offset = first;
            for (var change : changes.entrySet()) {
                var key = new Key(group, change.getKey());
                if (offset > applied.getOrDefault(key, -1L)) {
                    applied.put(key, offset);
                    set(group, change.getKey(), change.getValue());
                }
                offset++;
            }
            bytes += bytes(group, table.of(group)) - before;
        }
        if (--appending == 0) {
            applied.clear();
        }
    }

    private void set(String group, TopicPartition partition, CommittedOffset offset) {
        if (offset == null) {
            table.forget(group, List.of(partition));
        } else {
            table.commit(group, Map.of(partition, offset));
        }
    }

    @Override
    public synchronized SortedMap<TopicPartition, CommittedOffset> of(String group) {
        return new TreeMap<>(table().of(group));
    }

    @Override
    public void forget(String group, Collection<TopicPartition> partitions) {
        awaitForced(startForget(group, partitions));
    }

    /// Deletes offsets as [#forget(String, Collection)] does, but does not wait for the disk.
    ///
    /// @return the end of the log after the deletion
    long startForget(String group, Collection<TopicPartition> partitions) {
        var deleted = new TreeMap<>(of(group));
        deleted.keySet().retainAll(new TreeSet<>(partitions));
        deleted.replaceAll((partition, offset) -> null);
        return change(group, deleted);
    }

    private List<Event> events(String group, SortedMap<TopicPartition, CommittedOffset> changes) {
        var events = new ArrayList<Event>();
        changes.forEach((partition, offset) -> events.add(event(group, partition, offset)));
        return events;
    }

    private Event event(String group, TopicPartition partition, CommittedOffset offset) {
        byte[] key = JSON.writeValueAsBytes(List.of(group, partition.topic(), partition.partition()));
        byte[] value = offset == null
                ? null
                : JSON.writeValueAsBytes(new Value(offset.offset(), offset.note(), clock.instant().toString()));
        return new Event(clock.millis(), key, value, List.of());
    }

    /// Returns whether a group has committed offsets.
    synchronized boolean has(String group) {
        return !table().of(group).isEmpty();
    }

    /// Returns the names of the groups with committed offsets.
    synchronized SortedSet<String> groups() {
        var groups = new TreeSet<>(table().groups());
        groups.removeIf(group -> table().of(group).isEmpty());
        return groups;
    }
}
