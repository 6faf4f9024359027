package gregor.group;

import gregor.topic.TopicPartition;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a member says of itself when it joins: what it wants to read, and what it is reading.
///
/// @param owned      the partitions that it reads now
/// @param generation the generation in which it got them, or -1
/// @param instance   the name that it keeps when it starts again, if it has one; Kafka: `group.instance.id`
public record Subscription(SortedSet<String> topics, SortedSet<TopicPartition> owned, int generation,
        Optional<String> instance) {
    /// Copies the sets.
    public Subscription {
        topics = Collections.unmodifiableSortedSet(new TreeSet<>(topics));
        owned = Collections.unmodifiableSortedSet(new TreeSet<>(owned));
    }

    /// The subscription of somebody new, without a name that it keeps.
    public static Subscription to(String... topics) {
        return new Subscription(new TreeSet<>(List.of(topics)), new TreeSet<>(), -1, Optional.empty());
    }

    /// Returns the same subscription of somebody who reads these partitions since a generation.
    public Subscription owning(SortedSet<TopicPartition> partitions, int since) {
        return new Subscription(topics, partitions, since, instance);
    }
}
