package gregor.group;

import gregor.topic.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/// Shares out evenly, and within that leaves everything where it is.
///
/// It ends when no partition can go to a member that has two fewer. Kafka: `StickyAssignor`, and if it is
/// cooperative, `CooperativeStickyAssignor`.
public record StickyAssignor(boolean cooperative) implements Assignor {
    @Override
    public String name() {
        return cooperative ? "cooperative-sticky" : "sticky";
    }

    @Override
    public Map<String, SortedSet<TopicPartition>> assign(Map<String, Integer> partitions,
            Map<String, Subscription> members) {
        GroupSubscription roster = GroupSubscription.of(partitions, members);
        Map<TopicPartition, String> owners = owners(roster);
        var assignment = roster.nothing();
        owners.forEach((partition, owner) -> assignment.get(owner).add(partition));
        giveAway(roster, owners, assignment);
        balance(roster, assignment);
        if (cooperative) {
            assignment.forEach((member, given) -> given.removeIf(partition -> {
                String owner = owners.get(partition);
                return owner != null && !owner.equals(member);
            }));
        }
        return assignment;
    }

    /// Who has what now. Of two who claim a partition, the one of the later generation is right; if they are of the
    /// same, neither is.
    private static Map<TopicPartition, String> owners(GroupSubscription roster) {
        var owners = new HashMap<TopicPartition, String>();
        var since = new HashMap<TopicPartition, Integer>();
        for (String member : roster.members()) {
            Subscription subscription = roster.subscriptions().get(member);
            for (TopicPartition partition : subscription.owned()) {
                int before = since.getOrDefault(partition, Integer.MIN_VALUE);
                boolean exists = partition.partition() < roster.topics().getOrDefault(partition.topic(), 0);
                if (exists && roster.wants(member, partition.topic()) && subscription.generation() >= before) {
                    owners.put(partition, subscription.generation() > before ? member : null);
                    since.put(partition, subscription.generation());
                }
            }
        }
        owners.values().removeIf(owner -> owner == null);
        return owners;
    }

    /// Gives what nobody has to whoever has least; first those partitions that the fewest members want.
    private static void giveAway(GroupSubscription roster, Map<TopicPartition, String> owners,
            Map<String, SortedSet<TopicPartition>> assignment) {
        List<TopicPartition> free = new ArrayList<>(roster.partitions());
        free.removeAll(owners.keySet());
        free.sort(Comparator.comparing(partition -> roster.members(partition.topic()).size()));
        for (TopicPartition partition : free) {
            assignment.get(poorest(roster, partition.topic(), assignment)).add(partition);
        }
    }

    private static String poorest(GroupSubscription roster, String topic, Map<String, SortedSet<TopicPartition>> assignment) {
        return roster.members(topic).stream().min(Comparator.comparing(member -> assignment.get(member).size()))
                .orElseThrow();
    }

    /// Moves partitions, one at a time, from those who have most.
    private static void balance(GroupSubscription roster, Map<String, SortedSet<TopicPartition>> assignment) {
        boolean moved = true;
        while (moved) {
            moved = roster.members().stream()
                    .sorted(Comparator.comparing(member -> -assignment.get(member).size()))
                    .anyMatch(rich -> moveOneFrom(rich, roster, assignment));
        }
    }

    private static boolean moveOneFrom(String rich, GroupSubscription roster, Map<String, SortedSet<TopicPartition>> assignment) {
        SortedSet<TopicPartition> riches = assignment.get(rich);
        for (TopicPartition partition : riches.reversed()) {
            SortedSet<TopicPartition> few = assignment.get(poorest(roster, partition.topic(), assignment));
            if (few.size() + 1 < riches.size()) {
                riches.remove(partition);
                few.add(partition);
                return true;
            }
        }
        return false;
    }
}
