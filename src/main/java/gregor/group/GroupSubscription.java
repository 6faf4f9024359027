package gregor.group;

import module java.base;

import gregor.topic.TopicPartition;

/// The arguments of an [Assignor] in Kafka's order: first the members with an instance name, by that name, then the
/// others by member id; topics by name.
record GroupSubscription(SortedMap<String, Integer> topics, List<String> members,
        Map<String, Subscription> subscriptions) {
    static GroupSubscription of(Map<String, Integer> partitions, Map<String, Subscription> subscriptions) {
        var topics = new TreeMap<>(partitions);
        var wanted = new TreeSet<String>();
        subscriptions.values().forEach(subscription -> wanted.addAll(subscription.topics()));
        topics.keySet().retainAll(wanted);
        var members = new ArrayList<>(subscriptions.keySet());
        members.sort(Comparator.<String, Boolean>comparing(id -> subscriptions.get(id).instance().isEmpty())
                .thenComparing(id -> subscriptions.get(id).instance().orElse(id)));
        return new GroupSubscription(topics, List.copyOf(members), subscriptions);
    }

    boolean wants(String member, String topic) {
        return subscriptions.get(member).topics().contains(topic);
    }

    /// Returns the members that subscribe to a topic, in order.
    List<String> members(String topic) {
        return members.stream().filter(member -> wants(member, topic)).toList();
    }

    /// Returns the partitions of all subscribed topics, in order.
    List<TopicPartition> partitions() {
        var all = new ArrayList<TopicPartition>();
        topics.forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
        });
        return all;
    }

    /// Returns an assignment in which no member has a partition.
    Map<String, SortedSet<TopicPartition>> empty() {
        var empty = new TreeMap<String, SortedSet<TopicPartition>>();
        members.forEach(member -> empty.put(member, new TreeSet<>()));
        return empty;
    }
}
