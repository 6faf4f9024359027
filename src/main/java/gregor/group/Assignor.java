package gregor.group;

import gregor.topic.TopicPartition;
import java.util.Map;
import java.util.SortedSet;

/// Shares partitions out among members. A pure function: the same answer to the same question, and nothing else.
public interface Assignor {
    /// What Kafka calls it.
    String name();

    /// Whether members go on reading what they keep while a new generation forms. Then the answer must leave out what
    /// moves from one member to another: it is shared out in the generation after, when its owner has let go.
    default boolean cooperative() {
        return false;
    }

    /// Shares out.
    ///
    /// @param partitions how many partitions each topic has
    /// @param members    what each member says of itself, by member id
    /// @return for each member what it reads from now on; a partition of a topic that nobody wants is nobody's
    Map<String, SortedSet<TopicPartition>> assign(Map<String, Integer> partitions, Map<String, Subscription> members);
}
