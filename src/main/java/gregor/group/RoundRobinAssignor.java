package gregor.group;

import module java.base;

import gregor.topic.TopicPartition;

/// Deals the partitions of all topics to the members in turn, skipping members without a subscription to the topic.
///
/// When a member joins or leaves, nearly all partitions move. Kafka: `RoundRobinAssignor`.
public record RoundRobinAssignor() implements Assignor {
    @Override
    public String name() {
        return "roundrobin";
    }

    @Override
    public Map<String, SortedSet<TopicPartition>> assign(Map<String, Integer> partitions,
            Map<String, Subscription> members) {
        GroupSubscription group = GroupSubscription.of(partitions, members);
        var assignment = group.empty();
        int turn = 0;
        for (TopicPartition partition : group.partitions()) {
            while (!group.wants(group.members().get(turn), partition.topic())) {
                turn = (turn + 1) % group.members().size();
            }
            assignment.get(group.members().get(turn)).add(partition);
            turn = (turn + 1) % group.members().size();
        }
        return assignment;
    }
}
