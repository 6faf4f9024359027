package gregor.topic;

import module java.base;

import gregor.list.Client;

/// A producer or consumer of a topic, as a [TopicPicture] draws it.
public interface TopicClient {
    /// Returns its clients of a partition; none if it does not use the partition.
    List<Client> at(TopicPartition partition);
}
