package gregor.rebalance;

import module java.base;

import gregor.topic.TopicPartition;

/// Receives the changes of a member's assignment. Kafka: `ConsumerRebalanceListener`.
public interface RebalanceListener {
    /// Ignores all changes.
    RebalanceListener NONE = new RebalanceListener() {};

    /// Reports partitions that were assigned.
    default void assigned(SortedSet<TopicPartition> partitions) {}

    /// Reports partitions that are being revoked; a commit for them still succeeds.
    default void revoked(SortedSet<TopicPartition> partitions) {}

    /// Reports partitions lost without revocation; another member may own them, so a commit fails (`onPartitionsLost`,
    /// KIP-429).
    default void lost(SortedSet<TopicPartition> partitions) {}
}
