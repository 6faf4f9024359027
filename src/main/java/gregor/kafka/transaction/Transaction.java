package gregor.kafka.transaction;

import module java.base;

import gregor.group.CommittedOffset;
import gregor.guarantee.TransactionMetadata;
import gregor.list.Event;
import gregor.topic.TopicPartition;

/// A transactional id: its state, and what its open transaction has changed.
///
/// The thread with the write lock may change it; the threads with the read lock append to its partitions meanwhile. Any
/// thread may read the partitions and the offsets.
final class Transaction {
    private static final int ID_BYTES = 600;
    private static final int EVENT_BYTES = 200;

    final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    final String id;
    private volatile TransactionMetadata metadata;
    /// The partitions that it has written to.
    final Set<TopicPartition> partitions = ConcurrentHashMap.newKeySet();
    /// Those that have the marker of its end.
    final Set<TopicPartition> marked = ConcurrentHashMap.newKeySet();
    /// The groups that take part, with the offsets that the commit will commit.
    final Map<String, Map<TopicPartition, PendingOffset>> offsets = new ConcurrentHashMap<>();
    private long bytes;

    /// An offset that the commit of the transaction will commit.
    ///
    /// @param offset empty if the group has a later one
    /// @param sent   orders the offsets by the time at which producers have sent them, in ms or a little more
    record PendingOffset(Optional<CommittedOffset> offset, long sent) {}

    Transaction(String id) {
        this.id = id;
    }

    /// Its state; null before the first one is stored.
    TransactionMetadata metadata() {
        return metadata;
    }

    void set(TransactionMetadata next) {
        metadata = next;
    }

    void add(String group, Map<TopicPartition, PendingOffset> commits) {
        offsets.computeIfAbsent(group, absent -> new ConcurrentHashMap<>()).putAll(commits);
    }

    /// Replaces the offset of a partition by none if it was sent before a time; returns whether it was.
    boolean supersede(String group, TopicPartition partition, long before) {
        Map<TopicPartition, PendingOffset> commits = offsets.getOrDefault(group, Map.of());
        PendingOffset older = commits.get(partition);
        return older != null && older.offset().isPresent() && older.sent() < before
                && commits.replace(partition, older, new PendingOffset(Optional.empty(), older.sent()));
    }

    /// Returns the events that delete what the transaction has changed.
    List<Event> tombstones(long now) {
        var events = new ArrayList<Event>();
        partitions.forEach(partition -> events.add(TransactionLog.partition(id, partition, false, now)));
        offsets.forEach((group, commits) -> {
            events.add(TransactionLog.group(id, group, false, now));
            commits.keySet().forEach(partition -> events.add(TransactionLog.offset(id, group, partition, null, now)));
        });
        return events;
    }

    /// Forgets what the transaction has changed, and returns the bytes that this frees.
    long clear() {
        partitions.clear();
        marked.clear();
        offsets.clear();
        long freed = bytes;
        bytes = 0;
        return freed;
    }

    /// Returns what it takes in memory without its transaction.
    long baseBytes() {
        return ID_BYTES + 2L * id.length();
    }

    /// Returns an upper bound of what a change takes in memory.
    static long bytes(List<Event> change) {
        return change.stream().mapToLong(event -> EVENT_BYTES + 2L * event.sizeInBytes()).sum();
    }

    void grow(long more) {
        bytes += more;
    }

    long bytes() {
        return baseBytes() + bytes;
    }
}
