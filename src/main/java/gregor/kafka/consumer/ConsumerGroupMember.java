package gregor.kafka.consumer;

import module java.base;

import gregor.kafka.MemberMemory;
import gregor.rebalance.MemberIdentity;
import gregor.topic.TopicPartition;

/// A member of a [ConsumerGroup].
final class ConsumerGroupMember {
    /// The epoch of a static member that has left temporarily.
    static final int LEAVE_GROUP_STATIC_MEMBER_EPOCH = -2;

    final String id;
    final Optional<String> instance;
    final String client;
    final String host;
    final Duration rebalanceTimeout;
    final String assignor;
    /// The topics to which it subscribes by name.
    SortedSet<String> names;
    Optional<TopicPattern> pattern;
    /// All topics to which it subscribes, by name or by its pattern.
    SortedSet<String> topics = new TreeSet<>();
    MemberIdentity identity;
    int epoch;
    int previousEpoch;
    SortedSet<TopicPartition> assigned = new TreeSet<>();
    /// The partitions that it has been asked to revoke and has not reported as revoked.
    SortedSet<TopicPartition> revoking = new TreeSet<>();

    ConsumerGroupMember(String id, Optional<String> instance, String client, String host, Duration rebalanceTimeout,
            String assignor, SortedSet<String> names, Optional<TopicPattern> pattern) {
        this.id = id;
        this.instance = instance;
        this.client = client;
        this.host = host;
        this.rebalanceTimeout = rebalanceTimeout;
        this.assignor = assignor;
        this.names = names;
        this.pattern = pattern;
    }

    /// Estimates its memory, in bytes, without its target assignment.
    long bytes() {
        return MemberMemory.of(id.length() + client.length() + pattern.map(each -> each.regex().length()).orElse(0), 0,
                0) + bytes(topics);
    }

    /// Estimates the memory of a subscription, in bytes.
    static long bytes(SortedSet<String> topics) {
        return MemberMemory.of(topics.stream().mapToLong(String::length).sum(), topics.size(), 0);
    }
}
