package gregor.group;

import gregor.topic.TopicPartition;
import java.util.Map;
import java.util.SortedSet;

/// Deals the partitions of all topics out like cards; who does not want a topic is passed over.
///
/// When somebody comes or goes, nearly every card is dealt anew. Kafka: `RoundRobinAssignor`.
public record RoundRobinAssignor() implements Assignor {
    @Override
    public String name() {
        return "roundrobin";
    }

    @Override
    public Map<String, SortedSet<TopicPartition>> assign(Map<String, Integer> partitions,
            Map<String, Subscription> members) {
        GroupSubscription roster = GroupSubscription.of(partitions, members);
        var assignment = roster.nothing();
        int turn = 0;
        for (TopicPartition partition : roster.partitions()) {
            while (!roster.wants(roster.members().get(turn), partition.topic())) {
                turn = (turn + 1) % roster.members().size();
            }
            assignment.get(roster.members().get(turn)).add(partition);
            turn = (turn + 1) % roster.members().size();
        }
        return assignment;
    }
}
