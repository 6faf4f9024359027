package gregor.kafka.consumer;

import gregor.kafka.MemberMemory;
import gregor.rebalance.MemberIdentity;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// A member of a [ConsumerGroup]: what it wants, what it has been given, and what it is still to give back.
public final class ConsumerGroupMember {
    /// It has gone for a while, and its place is kept.
    static final int LEAVE_GROUP_STATIC_MEMBER_EPOCH = -2;

    final String id;
    final Optional<String> instance;
    final String client;
    final String host;
    final Duration rebalanceTimeout;
    final String assignor;
    SortedSet<String> topics;
    MemberIdentity badge;
    int epoch;
    int previousEpoch;
    /// What it may read.
    SortedSet<TopicPartition> given = new TreeSet<>();
    /// What it has been asked to stop reading, and has not said yet that it has.
    SortedSet<TopicPartition> leaving = new TreeSet<>();

    ConsumerGroupMember(String id, Optional<String> instance, String client, String host, Duration rebalanceTimeout,
            String assignor, SortedSet<String> topics) {
        this.id = id;
        this.instance = instance;
        this.client = client;
        this.host = host;
        this.rebalanceTimeout = rebalanceTimeout;
        this.assignor = assignor;
        this.topics = topics;
    }

    /// Estimates the memory that it takes, in bytes, without the assignment that it is to have.
    long bytes() {
        return MemberMemory.of(id.length() + client.length(), 0, 0) + bytes(topics);
    }

    /// Estimates the memory that a subscription takes, in bytes.
    static long bytes(SortedSet<String> topics) {
        return MemberMemory.of(topics.stream().mapToLong(String::length).sum(), topics.size(), 0);
    }

    /// Whether a partition is still its own.
    boolean holds(TopicPartition partition) {
        return given.contains(partition) || leaving.contains(partition);
    }
}
