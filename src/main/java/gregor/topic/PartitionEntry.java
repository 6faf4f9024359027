package gregor.topic;

import gregor.list.Entry;

/// An entry with the partition that it was read from: in a topic, an offset alone is not unique.
public record PartitionEntry(TopicPartition partition, Entry entry) {
    @Override
    public String toString() {
        return partition + "@" + entry;
    }
}
