package gregor.group;

import module java.base;

import gregor.topic.TopicPartition;

/// What a member wants to read, and what it owns.
///
/// @param topics     the topics that it wants to read
/// @param owned      the partitions that it reads now
/// @param generation the generation in which they were assigned, or -1
/// @param instance   the name that it keeps across restarts; Kafka: `group.instance.id`
public record Subscription(SortedSet<String> topics, SortedSet<TopicPartition> owned, int generation,
        Optional<String> instance) {
    public Subscription {
        topics = Collections.unmodifiableSortedSet(new TreeSet<>(topics));
        owned = Collections.unmodifiableSortedSet(new TreeSet<>(owned));
    }

    /// Returns the subscription of a new member without an instance name.
    public static Subscription to(String... topics) {
        return new Subscription(new TreeSet<>(List.of(topics)), new TreeSet<>(), -1, Optional.empty());
    }

    /// Returns this subscription with partitions owned since a generation.
    public Subscription owning(SortedSet<TopicPartition> partitions, int since) {
        return new Subscription(topics, partitions, since, instance);
    }
}
