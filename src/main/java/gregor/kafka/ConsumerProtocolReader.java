package gregor.kafka;

import module java.base;

import gregor.kafka.limits.RequestCost;
import gregor.topic.TopicPartition;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.message.ConsumerProtocolAssignment;
import org.apache.kafka.common.message.ConsumerProtocolSubscription;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/// Reads the metadata and assignments that the members of a classic group exchange. To Kafka's broker they are opaque;
/// this one reads subscriptions and assignments, so that its own group knows them. Bytes that it cannot read count as
/// empty.
public final class ConsumerProtocolReader {
    /// About 20 ms: the group is locked meanwhile.
    private static final long MAX_STEPS = 20_000_000;
    private static final Map<String, List<String>> OWNED = Map.of("owned_partitions", List.of("topic"));
    private static final Map<String, List<String>> ASSIGNED = Map.of("assigned_partitions", List.of("topic"));

    private ConsumerProtocolReader() {}

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

    static SortedSet<TopicPartition> partitions(byte[] assignment) {
        var partitions = new TreeSet<TopicPartition>();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(assignment);
            short version = min(bytes.getShort(), ConsumerProtocolAssignment.HIGHEST_SUPPORTED_VERSION);
            RequestCost.check(ConsumerProtocolAssignment.SCHEMAS[version], ASSIGNED, MAX_STEPS, bytes.duplicate());
            new ConsumerProtocolAssignment(new ByteBufferAccessor(bytes), version).assignedPartitions()
                    .forEach(topic -> topic.partitions()
                            .forEach(number -> partitions.add(new TopicPartition(topic.topic(), number))));
            return partitions;
        } catch (RuntimeException e) {
            return new TreeSet<>();
        }
    }

    /// Encodes an assignment as a consumer would.
    public static byte[] bytes(SortedSet<TopicPartition> partitions) {
        List<org.apache.kafka.common.TopicPartition> named = partitions.stream()
                .map(each -> new org.apache.kafka.common.TopicPartition(each.topic(), each.partition())).toList();
        return ConsumerProtocol.serializeAssignment(new Assignment(named), (short) 0).array();
    }

    private static short min(short version, short known) {
        return version < known ? version : known;
    }
}
