package gregor.group;

import gregor.topic.TopicPartition;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;

/// Where groups keep their bookmarks, so that they outlive the members.
public interface OffsetStore {
    /// Writes down bookmarks of a group, all of them or none. The last one of a partition counts.
    void commit(String group, Map<TopicPartition, CommittedOffset> commits);

    /// Returns the bookmarks of a group.
    SortedMap<TopicPartition, CommittedOffset> of(String group);

    /// Tears bookmarks of a group out.
    void forget(String group, Collection<TopicPartition> partitions);
}
