package gregor.group;

import module java.base;

import gregor.topic.TopicPartition;

/// Keeps one of the members that subscribe to a topic free, the last by name, so that it can take over at once. The others
/// share the partitions; their numbers differ by one at most. A lone subscriber reads everything.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
public record StandbyAssignor() implements Assignor {
    @Override
    public String name() {
        return "standby";
    }

    @Override
    public Map<String, SortedSet<TopicPartition>> assign(Map<String, Integer> partitions,
            Map<String, Subscription> members) {
        GroupSubscription group = GroupSubscription.of(partitions, members);
        var assignment = group.empty();
        group.topics().forEach((topic, count) -> {
            List<String> takers = group.members(topic);
            int readers = Math.max(1, takers.size() - 1);
            for (int partition = 0; partition < count; partition++) {
                assignment.get(takers.get(partition % readers)).add(new TopicPartition(topic, partition));
            }
        });
        return assignment;
    }
}
