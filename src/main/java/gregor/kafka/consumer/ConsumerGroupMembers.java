package gregor.kafka.consumer;

import gregor.topic.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// The members of a [ConsumerGroup], by id and by instance id, the topics that they subscribe to, and the partitions
/// that they hold. The time of a call that names a member does not depend on the number of members. One thread at a
/// time may call it.
final class ConsumerGroupMembers {
    private final SortedMap<String, ConsumerGroupMember> byId = new TreeMap<>();
    private final Map<String, ConsumerGroupMember> byInstance = new HashMap<>();
    private final Map<String, Integer> subscribers = new HashMap<>();
    private final Map<TopicPartition, ConsumerGroupMember> holders = new HashMap<>();
    private long bytes;

    Collection<ConsumerGroupMember> all() {
        return byId.values();
    }

    int size() {
        return byId.size();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    ConsumerGroupMember first() {
        return byId.firstEntry().getValue();
    }

    Optional<ConsumerGroupMember> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<ConsumerGroupMember> withInstance(String instance) {
        return Optional.ofNullable(byInstance.get(instance));
    }

    /// Returns the topics that a member subscribes to.
    Set<String> topics() {
        return subscribers.keySet();
    }

    /// Estimates the memory of the members, in bytes, without their target assignments.
    long bytes() {
        return bytes;
    }

    void add(ConsumerGroupMember member) {
        byId.put(member.id, member);
        member.instance.ifPresent(instance -> byInstance.put(instance, member));
        count(member, 1);
        member.assigned.forEach(partition -> holders.put(partition, member));
        member.revoking.forEach(partition -> holders.put(partition, member));
    }

    void remove(ConsumerGroupMember member) {
        if (byId.remove(member.id, member)) {
            member.instance.ifPresent(instance -> byInstance.remove(instance, member));
            count(member, -1);
            member.assigned.forEach(partition -> holders.remove(partition, member));
            member.revoking.forEach(partition -> holders.remove(partition, member));
        }
    }

    /// Removes the members that are not in the broker's group any more; returns whether there was one. All members of
    /// that are of one kind, so if one of these is among as many, all are.
    ///
    /// @param remaining the ids in the broker's group
    boolean retain(Set<String> remaining) {
        if (byId.isEmpty() || byId.size() == remaining.size() && remaining.contains(first().identity.member())) {
            return false;
        }
        List.copyOf(byId.values()).stream().filter(member -> !remaining.contains(member.identity.member()))
                .forEach(this::remove);
        return true;
    }

    /// Changes a subscription.
    ///
    /// @param topics those that it names, and those that match the pattern
    void subscribe(ConsumerGroupMember member, SortedSet<String> names, Optional<TopicPattern> pattern,
            SortedSet<String> topics) {
        count(member, -1);
        member.names = names;
        member.pattern = pattern;
        member.topics = topics;
        count(member, 1);
    }

    private void count(ConsumerGroupMember member, int sign) {
        bytes += sign * member.bytes();
        member.topics.forEach(topic -> subscribers.merge(topic, sign,
                (one, other) -> one + other == 0 ? null : Integer.valueOf(one + other)));
    }

    /// Lets a member read a partition if no other member holds it.
    void assignIfFree(ConsumerGroupMember member, TopicPartition partition) {
        if (holders.putIfAbsent(partition, member) == null || holders.get(partition) == member) {
            member.assigned.add(partition);
        }
    }

    /// Takes all partitions from a member except some, without asking it.
    void retainAssigned(ConsumerGroupMember member, Set<TopicPartition> retained) {
        var ended = new HashSet<>(member.assigned);
        ended.removeAll(retained);
        ended.addAll(member.revoking);
        ended.forEach(partition -> holders.remove(partition, member));
        member.assigned.removeAll(ended);
        member.revoking.clear();
    }

    /// Ends the revocation of the partitions that a member does not own any more.
    void revoked(ConsumerGroupMember member, Set<TopicPartition> owned) {
        var ended = new HashSet<>(member.revoking);
        ended.removeAll(owned);
        ended.forEach(partition -> holders.remove(partition, member));
        member.revoking.removeAll(ended);
    }
}
