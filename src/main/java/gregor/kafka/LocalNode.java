package gregor.kafka;

import gregor.broker.Broker;
import gregor.topic.TopicPartition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.Uuid;

/// The one machine of this cluster, as clients are told of it, and the names that things have in the protocol.
public final class LocalNode {
    /// The number of the one node. It leads every partition whose log it can open, has every replica, and coordinates
    /// every group.
    public static final int ID = 1;

    /// All nodes that have a partition, or have all of it.
    public static final List<Integer> ALL = List.of(ID);

    /// Stands for a leader where there is none.
    public static final int NO_LEADER = -1;

    /// The leader of every partition has been the leader since the beginning.
    public static final int LEADER_EPOCH = 0;

    private LocalNode() {}

    /// What the cluster is called. It must stay the same as long as the data does, so it comes from the data.
    public static String clusterId(Broker broker) {
        return uuid(broker.topicId(Broker.OFFSETS)).toString();
    }

    /// Whether the node leads a partition. Who is told that nobody does need not ask for what is in it.
    public static boolean leads(Broker broker, String topic, int partition) {
        return !broker.isUnavailable(new TopicPartition(topic, partition));
    }

    /// An id as the protocol has it; zero if there is none.
    public static Uuid uuid(Optional<UUID> id) {
        return id.map(some -> new Uuid(some.getMostSignificantBits(), some.getLeastSignificantBits()))
                .orElse(Uuid.ZERO_UUID);
    }

    /// The name of the topic that a request means: newer versions give an id instead.
    public static Optional<String> topic(Broker broker, String name, Uuid id) {
        return id == null || id.equals(Uuid.ZERO_UUID) ? Optional.ofNullable(name)
                : broker.topicName(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()));
    }
}
