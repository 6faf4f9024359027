package gregor.group;

import gregor.topic.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/// Gives each member a range of each topic; where it does not come out even, the first members get one more.
///
/// So partition 0 of all topics is with the same member, which is good for those who join topics, and with many
/// small topics the first member gets most of them. Kafka: `RangeAssignor`.
public record RangeAssignor() implements Assignor {
    @Override
    public String name() {
        return "range";
    }

    @Override
    public Map<String, SortedSet<TopicPartition>> assign(Map<String, Integer> partitions,
            Map<String, Subscription> members) {
        GroupSubscription roster = GroupSubscription.of(partitions, members);
        var assignment = roster.nothing();
        roster.topics().forEach((topic, count) -> {
            List<String> takers = roster.members(topic);
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
