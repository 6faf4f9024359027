package gregor.kafka.transaction;

import module java.base;

import gregor.group.CommittedOffset;
import gregor.list.Event;
import gregor.topic.TopicPartition;

/// The transactions that will commit offsets of groups. Any thread may call it.
///
/// A group keeps the offset of a partition that was sent last, by a transaction or outside, even if a transaction that
/// has sent another one is committed after it (Kafka: `OffsetMetadataManager#replayEndTransactionMarker`).
final class PendingOffsets {
    private final Map<String, Set<Transaction>> byGroup = new ConcurrentHashMap<>();

    void add(String group, Transaction transaction) {
        byGroup.compute(group, (name, before) -> {
            Set<Transaction> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            all.add(transaction);
            return all;
        });
    }

    void remove(Transaction transaction) {
        transaction.offsets.keySet().forEach(group -> byGroup.computeIfPresent(group, (name, all) -> {
            all.remove(transaction);
            return all.isEmpty() ? null : all;
        }));
    }

    /// Whether an open transaction will commit an offset of a partition.
    boolean contains(String group, TopicPartition partition) {
        return with(group, partition).findAny().isPresent();
    }

    private Stream<Transaction> with(String group, TopicPartition partition) {
        return byGroup.getOrDefault(group, Set.of()).stream()
                .filter(transaction -> transaction.offsets.getOrDefault(group, Map.of()).containsKey(partition));
    }

    /// Whether an open transaction takes part in a group.
    boolean contains(String group) {
        return byGroup.containsKey(group);
    }

    /// Appends the offsets that a transaction commits, and replaces those that other transactions have sent before by
    /// none.
    ///
    /// @param append    starts the commit of the offsets of a group, and does not wait for the disk
    /// @param deletions receives the events that delete them
    synchronized void commit(Transaction committed, BiConsumer<String, Map<TopicPartition, CommittedOffset>> append,
            long now, List<Event> deletions) {
        committed.offsets.forEach((group, offsets) -> {
            var latest = new HashMap<TopicPartition, CommittedOffset>();
            offsets.forEach((partition, pending) -> pending.offset().ifPresent(offset -> {
                latest.put(partition, offset);
                deletions.addAll(supersede(group, partition, pending.sent(), now));
            }));
            append.accept(group, latest);
        });
    }

    /// Appends offsets that are committed outside transactions, and replaces those that transactions have sent before
    /// by none.
    ///
    /// @param append    starts the commit, and does not wait for the disk
    /// @param deletions receives the events that delete them
    /// @return what `append` returns
    synchronized long commit(String group, Set<TopicPartition> partitions, LongSupplier append, long now,
            List<Event> deletions) {
        long end = append.getAsLong();
        partitions.forEach(partition -> deletions.addAll(supersede(group, partition, Long.MAX_VALUE, now)));
        return end;
    }

    private List<Event> supersede(String group, TopicPartition partition, long before, long now) {
        return with(group, partition).filter(other -> other.supersede(group, partition, before))
                .map(other -> TransactionLog.offset(other.id, group, partition, null, now)).toList();
    }
}
