package gregor.rebalance;

import module java.base;

import gregor.topic.TopicPartition;

/// The group's record of a member.
final class MemberState {
    final String id;
    final JoinRequest request;
    Instant lastHeartbeat;
    boolean joined;
    SortedSet<TopicPartition> assigned = new TreeSet<>();
    SortedSet<TopicPartition> revoking = new TreeSet<>();

    MemberState(String id, JoinRequest request, Instant now) {
        this.id = id;
        this.request = request;
        this.lastHeartbeat = now;
    }

    Optional<String> instance() {
        return request.subscription().instance();
    }

    /// The time after which the member is removed unless it sends a heartbeat.
    Instant sessionEnd() {
        return lastHeartbeat.plus(request.sessionTimeout());
    }
}
