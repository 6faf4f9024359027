package gregor.kafka;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.kafka.Authorizer.ResourceType;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/// The one node of the cluster as clients see it, and the ids that the protocol uses.
public final class LocalNode {
    /// The node's id. The node leads each partition whose log it can open, has all replicas, and coordinates all
    /// groups.
    public static final int ID = 1;

    /// The replicas of each partition, and the replicas in sync.
    public static final List<Integer> ALL = List.of(ID);

    /// The leader id of a partition without a leader.
    public static final int NO_LEADER = -1;

    /// The leader epoch of each partition; the leader never changes.
    public static final int LEADER_EPOCH = 0;

    private LocalNode() {}

    /// The cluster id. It must not change while the data exists, so it is derived from the data.
    public static String clusterId(Broker broker) {
        return uuid(broker.topicId(Broker.OFFSETS)).toString();
    }

    /// Whether the node leads a partition; false if it cannot open the log.
    public static boolean leads(Broker broker, String topic, int partition) {
        return !broker.isUnavailable(new TopicPartition(topic, partition));
    }

    public static boolean exists(Broker broker, TopicPartition partition) {
        return 0 <= partition.partition() && partition.partition() < broker.partitions(partition.topic());
    }

    /// Returns a partition. A request may name 100,000 that do not exist: for these it takes neither a lock of the
    /// broker nor a stack trace.
    ///
    /// @throws ErrorResponseException UNKNOWN_TOPIC_OR_PARTITION if it does not exist
    public static Partition partition(Broker broker, String topic, int number) {
        var partition = new TopicPartition(topic, number);
        if (!exists(broker, partition)) {
            throw new ErrorResponseException(Errors.UNKNOWN_TOPIC_OR_PARTITION, partition + " does not exist");
        }
        return broker.partition(partition);
    }

    /// Checks the leader epoch that a client knows (KIP-101); -1 for none.
    ///
    /// @throws ErrorResponseException UNKNOWN_LEADER_EPOCH if it is in the future
    static void checkEpoch(int epoch) {
        if (epoch > LEADER_EPOCH) {
            throw new ErrorResponseException(Errors.UNKNOWN_LEADER_EPOCH,
                    "unknown leader epoch " + epoch + " (current: " + LEADER_EPOCH + "); refresh metadata");
        }
    }

    /// Converts an id to the class of kafka-clients; a missing id to the zero id.
    public static Uuid uuid(Optional<UUID> id) {
        return id.map(known -> new Uuid(known.getMostSignificantBits(), known.getLeastSignificantBits()))
                .orElse(Uuid.ZERO_UUID);
    }

    /// Returns the name of a topic that a request names by id (KIP-516) or by name. Empty if no topic has the id, or if
    /// the principal may not see the topic: the response must not tell which.
    public static Optional<String> topic(Broker broker, String name, Uuid id, RequestContext context) {
        return id == null || id.equals(Uuid.ZERO_UUID)
                ? Optional.ofNullable(name)
                : broker.topicName(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()))
                        .filter(found -> context.mayDescribe(ResourceType.TOPIC, found));
    }
}
