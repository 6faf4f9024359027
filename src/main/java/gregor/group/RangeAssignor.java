package gregor.group;

import module java.base;

import gregor.topic.TopicPartition;

/// Gives each member a range of every topic; if the division has a remainder, the first members get one more.
///
/// So the same member reads partition 0 of all topics, which helps a program that joins topics; but with many small
/// topics the first member gets most partitions. Kafka: `RangeAssignor`.
public record RangeAssignor() implements Assignor {
    @Override
    public String name() {
        return "range";
    }

    @Override
    public Map<String, SortedSet<TopicPartition>> assign(Map<String, Integer> partitions,
            Map<String, Subscription> members) {
        GroupSubscription group = GroupSubscription.of(partitions, members);
        var assignment = group.empty();
        group.topics().forEach((topic, count) -> {
            List<String> takers = group.members(topic);
            int next = 0;
            for (int i = 0; i < takers.size(); i++) {
                int share = count / takers.size() + (i < count % takers.size() ? 1 : 0);
                for (int end = next + share; next < end; next++) {
                    assignment.get(takers.get(i)).add(new TopicPartition(topic, next));
                }
            }
        });
        return assignment;
    }
}
