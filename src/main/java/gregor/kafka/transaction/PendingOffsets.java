package gregor.kafka.transaction;

import module java.base;

import gregor.list.Event;
import gregor.topic.TopicPartition;

/// The transactions that will commit offsets of groups. Any thread may call it.
///
/// If several open transactions have sent an offset of the same partition, the group keeps the one that was sent last,
/// even if another transaction is committed after it (Kafka: `OffsetMetadataManager#replayEndTransactionMarker`).
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

    /// Removes the offsets that other transactions have sent before those that a transaction commits, and returns the
    /// events that delete them.
    List<Event> removeOlder(Transaction committed, long now) {
        var deletions = new ArrayList<Event>();
        committed.offsets.forEach((group,
                offsets) -> offsets.forEach((partition, newer) -> with(group, partition)
                        .filter(other -> other.removeOlder(group, partition, newer)).forEach(
                                other -> deletions.add(TransactionLog.offset(other.id, group, partition, null, now)))));
        return deletions;
    }
}
