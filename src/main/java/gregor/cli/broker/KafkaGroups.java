package gregor.cli.broker;

import static gregor.cli.broker.KafkaCalls.get;

import gregor.topic.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/// The groups of a running broker, by Kafka's admin client.
final class KafkaGroups {
    private final Admin admin;

    KafkaGroups(Admin admin) {
        this.admin = admin;
    }

    /// The names of all, in alphabetical order.
    List<String> names() {
        return get(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream().map(GroupListing::groupId)
                .sorted().toList();
    }

    /// Describes a group that exists.
    GroupDescription describe(BrokerClient client, String name) {
        ConsumerGroupDescription group = get(admin.describeConsumerGroups(List.of(name)).all()).get(name);
        List<String> topics = client.topics();
        Map<TopicPartition, Long> committed = committed(name);
        committed.keySet().removeIf(partition -> !topics.contains(partition.topic()));
        var readers = new HashMap<TopicPartition, String>();
        group.members().forEach(member -> member.assignment().topicPartitions()
                .forEach(partition -> readers.put(KafkaRecords.ours(partition), member.consumerId())));
        return GroupDescription.of(client, name, group.groupState().toString(), committed, readers);
    }

    /// The committed offsets of a group; none if there is no such group.
    Map<TopicPartition, Long> committed(String name) {
        var committed = new HashMap<TopicPartition, Long>();
        get(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata()).forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(KafkaRecords.ours(partition), offset.offset());
            }
        });
        return committed;
    }

    /// Commits offsets for a group that has no members.
    void reset(String group, Map<TopicPartition, Long> offsets) {
        var commits = new HashMap<org.apache.kafka.common.TopicPartition, OffsetAndMetadata>();
        offsets.forEach(
                (partition, offset) -> commits.put(KafkaRecords.kafka(partition), new OffsetAndMetadata(offset)));
        get(admin.alterConsumerGroupOffsets(group, commits).all());
    }

    /// Deletes a group that has no members.
    void delete(String name) {
        get(admin.deleteConsumerGroups(List.of(name)).all());
    }
}
