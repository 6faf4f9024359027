package gregor.group;

import module java.base;

import gregor.topic.TopicPartition;

/// Assigns partitions to members. A pure function: its result depends only on its arguments.
public interface Assignor {
    /// Returns Kafka's name of it.
    String name();

    /// Returns whether members keep reading during a rebalance (KIP-429). Then the assignment must leave out each
    /// partition that moves to another member; its new owner gets it in the next generation, after it was revoked.
    default boolean cooperative() {
        return false;
    }

    /// Computes the assignment.
    ///
    /// @param partitions the number of partitions of each topic
    /// @param members    the subscriptions by member id
    /// @return the partitions of each member; those of topics without a subscriber are left out
    Map<String, SortedSet<TopicPartition>> assign(Map<String, Integer> partitions, Map<String, Subscription> members);
}
