package gregor.group;

import module java.base;

import gregor.topic.TopicPartition;

/// Balances the numbers of partitions, and keeps their owners where it can.
///
/// It ends when no partition can move to a member that has at least two fewer. Kafka: `StickyAssignor`, and if it is
/// cooperative, `CooperativeStickyAssignor`.
public record StickyAssignor(boolean cooperative) implements Assignor {
    @Override
    public String name() {
        return cooperative ? "cooperative-sticky" : "sticky";
    }

    @Override
    public Map<String, SortedSet<TopicPartition>> assign(Map<String, Integer> partitions,
            Map<String, Subscription> members) {
        GroupSubscription group = GroupSubscription.of(partitions, members);
        Map<TopicPartition, String> owners = owners(group);
        var assignment = group.empty();
        owners.forEach((partition, owner) -> assignment.get(owner).add(partition));
        assignUnowned(group, owners, assignment);
        balance(group, assignment);
        if (cooperative) {
            assignment.forEach((member, given) -> given.removeIf(partition -> {
                String owner = owners.get(partition);
                return owner != null && !owner.equals(member);
            }));
        }
        return assignment;
    }

    /// Returns the present owners. If two members claim a partition, the one of the later generation owns it; in the
    /// same generation neither does.
    private static Map<TopicPartition, String> owners(GroupSubscription group) {
        var owners = new HashMap<TopicPartition, String>();
        var since = new HashMap<TopicPartition, Integer>();
        for (String member : group.members()) {
            Subscription subscription = group.subscriptions().get(member);
            for (TopicPartition partition : subscription.owned()) {
                int before = since.getOrDefault(partition, Integer.MIN_VALUE);
                boolean exists = partition.partition() < group.topics().getOrDefault(partition.topic(), 0);
                if (exists && group.wants(member, partition.topic()) && subscription.generation() >= before) {
                    owners.put(partition, subscription.generation() > before ? member : null);
                    since.put(partition, subscription.generation());
                }
            }
        }
        owners.values().removeIf(owner -> owner == null);
        return owners;
    }

    /// Gives each partition without an owner to the member with the fewest; first the partitions that the fewest
    /// members subscribe to.
    private static void assignUnowned(GroupSubscription group, Map<TopicPartition, String> owners,
            Map<String, SortedSet<TopicPartition>> assignment) {
        List<TopicPartition> free = new ArrayList<>(group.partitions());
        free.removeAll(owners.keySet());
        free.sort(Comparator.comparing(partition -> group.members(partition.topic()).size()));
        for (TopicPartition partition : free) {
            assignment.get(leastLoaded(group, partition.topic(), assignment)).add(partition);
        }
    }

    private static String leastLoaded(GroupSubscription group, String topic,
            Map<String, SortedSet<TopicPartition>> assignment) {
        return group.members(topic).stream().min(Comparator.comparingInt(member -> assignment.get(member).size()))
                .orElseThrow();
    }

    /// Moves partitions, one at a time, from the members with the most.
    private static void balance(GroupSubscription group, Map<String, SortedSet<TopicPartition>> assignment) {
        boolean moved = true;
        while (moved) {
            var fewest = new HashMap<String, SortedSet<TopicPartition>>();
            List<SortedSet<TopicPartition>> bySize = new ArrayList<>();
            group.members().forEach(member -> bySize.add(assignment.get(member)));
            bySize.sort(Comparator.comparingInt(assigned -> -assigned.size()));
            moved = bySize.stream().anyMatch(from -> moveOneFrom(from, topic -> fewest.computeIfAbsent(topic,
                    name -> assignment.get(leastLoaded(group, name, assignment)))));
        }
    }

    /// @param fewest returns the partitions of the member with the fewest among those that subscribe to a topic
    private static boolean moveOneFrom(SortedSet<TopicPartition> most,
            Function<String, SortedSet<TopicPartition>> fewest) {
        for (TopicPartition partition : most.reversed()) {
            SortedSet<TopicPartition> to = fewest.apply(partition.topic());
            if (to.size() + 1 < most.size()) {
                most.remove(partition);
                to.add(partition);
                return true;
            }
        }
        return false;
    }
}
