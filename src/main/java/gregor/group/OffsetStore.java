package gregor.group;

import module java.base;

import gregor.topic.TopicPartition;

/// Stores the committed offsets of groups. They outlive the consumers.
public interface OffsetStore {
    /// Stores offsets of a group, all or none. The last one of a partition counts.
    void commit(String group, Map<TopicPartition, CommittedOffset> commits);

    /// Returns the committed offsets of a group.
    SortedMap<TopicPartition, CommittedOffset> of(String group);

    /// Deletes the committed offsets of a group in these partitions.
    void forget(String group, Collection<TopicPartition> partitions);
}
