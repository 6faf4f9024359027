package gregor.kafka.consumer;

import module java.base;

import gregor.kafka.MemberIndex;
import gregor.topic.TopicPartition;

/// The members of a [ConsumerGroup], the topics that they subscribe to, and the partitions that they hold. One thread
/// at a time may call it.
final class ConsumerGroupMembers extends MemberIndex<ConsumerGroupMember> {
    private final Map<String, Integer> subscribers = new HashMap<>();
    private final Map<TopicPartition, ConsumerGroupMember> holders = new HashMap<>();
    private long bytes;

    ConsumerGroupMembers() {
        super(member -> member.id, member -> member.instance, member -> member.identity.member());
    }

    @Override
    protected void added(ConsumerGroupMember member) {
        count(member, 1);
        member.assigned.forEach(partition -> holders.put(partition, member));
        member.revoking.forEach(partition -> holders.put(partition, member));
    }

    @Override
    protected void removed(ConsumerGroupMember member) {
        count(member, -1);
        member.assigned.forEach(partition -> holders.remove(partition, member));
        member.revoking.forEach(partition -> holders.remove(partition, member));
    }

    Set<String> topics() {
        return subscribers.keySet();
    }

    /// Estimates the memory of the members, in bytes, without their target assignments.
    long bytes() {
        return bytes;
    }

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
        member.topics.forEach(topic -> count(subscribers, topic, sign));
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
