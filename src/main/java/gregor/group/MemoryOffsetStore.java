package gregor.group;

import module java.base;

import gregor.topic.TopicPartition;

/// Stores committed offsets in memory. One thread at a time may call it.
public final class MemoryOffsetStore implements OffsetStore {
    private final Map<String, SortedMap<TopicPartition, CommittedOffset>> groups = new TreeMap<>();

    @Override
    public void commit(String group, Map<TopicPartition, CommittedOffset> commits) {
        groups.computeIfAbsent(group, name -> new TreeMap<>()).putAll(commits);
    }

    @Override
    public SortedMap<TopicPartition, CommittedOffset> of(String group) {
        return Collections.unmodifiableSortedMap(groups.getOrDefault(group, new TreeMap<>()));
    }

    /// Returns the names of the groups that have, or had, committed offsets.
    public SortedSet<String> groups() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(groups.keySet()));
    }

    @Override
    public void forget(String group, Collection<TopicPartition> partitions) {
        groups.getOrDefault(group, new TreeMap<>()).keySet().removeAll(partitions);
    }
}
