package gregor.rebalance;

import gregor.topic.TopicPartition;
import java.util.SortedSet;

/// Is told what a member is given and what is taken from it. Kafka: `ConsumerRebalanceListener`.
public interface RebalanceListener {
    /// Listens to nothing.
    RebalanceListener NONE = new RebalanceListener() {};

    /// The member reads these from now on.
    default void assigned(SortedSet<TopicPartition> partitions) {}

    /// The member has to let go of these; it still may commit.
    default void revoked(SortedSet<TopicPartition> partitions) {}

    /// These are gone already, and perhaps somebody else reads them; it is too late to commit.
    default void lost(SortedSet<TopicPartition> partitions) {}
}
