package gregor.topic;

import gregor.list.Client;
import java.util.List;

/// Somebody who stands beside some partitions of a topic in its [TopicPicture].
public interface TopicClient {
    /// Who of it stands beside a partition; nobody, perhaps.
    List<Client> at(TopicPartition partition);
}
