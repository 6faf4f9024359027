package gregor.topic;

import gregor.list.Actor;
import java.util.List;

/// Somebody who stands beside some partitions of a topic in its [TopicPicture].
public interface TopicActor {
    /// Who of it stands beside a partition; nobody, perhaps.
    List<Actor> at(TopicPartition partition);
}
