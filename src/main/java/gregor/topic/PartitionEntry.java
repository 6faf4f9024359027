package gregor.topic;

import gregor.list.Entry;

/// An entry, and the partition from which it was read: an offset alone says nothing in a topic.
public record PartitionEntry(TopicPartition partition, Entry entry) {
    @Override
    public String toString() {
        return partition + "@" + entry;
    }
}
