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

/// The groups of a broker elsewhere, by Kafka's own client for administrators.
final class KafkaGroups {
    private final Admin admin;

    KafkaGroups(Admin admin) {
        this.admin = admin;
    }

    /// The names of all, in alphabetical order.
    List<String> names() {
        return get(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                .map(GroupListing::groupId).sorted().toList();
    }

    /// Says what there is to know of a group that is there.
    GroupDescription describe(Connection connection, String name) {
        ConsumerGroupDescription group = get(admin.describeConsumerGroups(List.of(name)).all()).get(name);
        List<String> there = connection.topics();
        var committed = new HashMap<TopicPartition, Long>();
        get(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata()).forEach((partition, bookmark) -> {
            if (bookmark != null && there.contains(partition.topic())) {
                committed.put(KafkaTopics.ours(partition), bookmark.offset());
            }
        });
        var readers = new HashMap<TopicPartition, String>();
        group.members().forEach(member -> member.assignment().topicPartitions()
                .forEach(partition -> readers.put(KafkaTopics.ours(partition), member.consumerId())));
        return GroupDescription.of(connection, name, group.groupState().toString(), committed, readers);
    }

    /// Moves bookmarks of a group that has no members.
    void reset(String group, Map<TopicPartition, Long> offsets) {
        var bookmarks = new HashMap<org.apache.kafka.common.TopicPartition, OffsetAndMetadata>();
        offsets.forEach((partition, offset) -> bookmarks.put(KafkaTopics.kafka(partition), new OffsetAndMetadata(offset)));
        get(admin.alterConsumerGroupOffsets(group, bookmarks).all());
    }

    /// Deletes a group that has no members.
    void delete(String name) {
        get(admin.deleteConsumerGroups(List.of(name)).all());
    }
}
