package gregor.kafka;

import gregor.topic.TopicPartition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.message.ConsumerProtocolAssignment;
import org.apache.kafka.common.message.ConsumerProtocolSubscription;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// What consumers tell one another through their group, in bytes that are none of the broker's business. It reads them
/// all the same, to say who reads what when somebody asks; if it cannot, it says nothing.
public final class ConsumerProtocolReader {
    /// About 20 ms, for the broker's groups wait meanwhile.
    private static final long MAX_STEPS = 20_000_000;
    private static final Map<String, List<String>> OWNED = Map.of("owned_partitions", List.of("topic"));
    private static final Map<String, List<String>> ASSIGNED = Map.of("assigned_partitions", List.of("topic"));

    private ConsumerProtocolReader() {}

    /// The topics that a consumer says it wants.
    static SortedSet<String> topics(byte[] metadata) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(metadata);
            short version = min(bytes.getShort(), ConsumerProtocolSubscription.HIGHEST_SUPPORTED_VERSION);
            RequestCost.check(ConsumerProtocolSubscription.SCHEMAS[version], OWNED, MAX_STEPS, bytes.duplicate());
            return new TreeSet<>(new ConsumerProtocolSubscription(new ByteBufferAccessor(bytes), version).topics());
        } catch (RuntimeException e) {
            return new TreeSet<>();
        }
    }

    /// The partitions that the leader has given to a consumer.
    static SortedSet<TopicPartition> partitions(byte[] assignment) {
        var partitions = new TreeSet<TopicPartition>();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(assignment);
            short version = min(bytes.getShort(), ConsumerProtocolAssignment.HIGHEST_SUPPORTED_VERSION);
            RequestCost.check(ConsumerProtocolAssignment.SCHEMAS[version], ASSIGNED, MAX_STEPS, bytes.duplicate());
            new ConsumerProtocolAssignment(new ByteBufferAccessor(bytes), version).assignedPartitions().forEach(topic ->
                    topic.partitions().forEach(number -> partitions.add(new TopicPartition(topic.topic(), number))));
            return partitions;
        } catch (RuntimeException e) {
            return new TreeSet<>();
        }
    }

    /// The same for one who shares out in another way, as consumers would write it.
    public static byte[] bytes(SortedSet<TopicPartition> partitions) {
        var topics = new ConsumerProtocolAssignment.TopicPartitionCollection();
        for (TopicPartition partition : partitions) {
            var topic = topics.find(partition.topic());
            if (topic == null) {
                topic = new ConsumerProtocolAssignment.TopicPartition().setTopic(partition.topic());
                topics.add(topic);
            }
            topic.partitions().add(partition.partition());
        }
        var assignment = new ConsumerProtocolAssignment().setAssignedPartitions(topics);
        var cache = new ObjectSerializationCache();
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES + assignment.size(cache, (short) 0));
        assignment.write(new ByteBufferAccessor(bytes.putShort((short) 0)), cache, (short) 0);
        return bytes.array();
    }

    private static short min(short said, short known) {
        return said < known ? said : known;
    }
}
