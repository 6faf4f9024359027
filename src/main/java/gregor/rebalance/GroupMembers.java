package gregor.rebalance;

import module java.base;

/// The members of a [Group], by id and by instance name. The time of a heartbeat does not depend on the number of
/// members. One thread at a time may call it.
final class GroupMembers {
    private final SortedMap<String, MemberState> members = new TreeMap<>();
    private final Map<String, MemberState> instances = new HashMap<>();
    private int joined;
    /// No session ends before this time.
    private Instant nextExpiry = Instant.MAX;

    Collection<MemberState> all() {
        return members.values();
    }

    Set<String> ids() {
        return Collections.unmodifiableSet(members.keySet());
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    Optional<MemberState> find(String id) {
        return Optional.ofNullable(members.get(id));
    }

    Optional<MemberState> withInstance(String instance) {
        return Optional.ofNullable(instances.get(instance));
    }

    String firstId() {
        return members.firstKey();
    }

    /// Adds a member. It replaces the one with the same id.
    void put(MemberState member) {
        remove(member.id);
        members.put(member.id, member);
        member.instance().ifPresent(instance -> instances.put(instance, member));
        if (member.sessionEnd().isBefore(nextExpiry)) {
            nextExpiry = member.sessionEnd();
        }
    }

    void remove(String id) {
        MemberState member = members.remove(id);
        if (member != null) {
            joined -= member.joined ? 1 : 0;
            member.instance().ifPresent(instance -> instances.remove(instance, member));
        }
    }

    void setJoined(MemberState member) {
        joined += member.joined ? 0 : 1;
        member.joined = true;
    }

    boolean allJoined() {
        return joined == members.size();
    }

    /// Makes all members join again.
    void clearJoined() {
        members.values().forEach(member -> member.joined = false);
        joined = 0;
    }

    List<String> notJoined() {
        return members.values().stream().filter(member -> !member.joined).map(member -> member.id).toList();
    }

    /// Returns the longest time that a member may take to rejoin.
    Duration rebalanceTimeout() {
        return members.values().stream().map(member -> member.request.rebalanceTimeout()).max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// Returns the ids of the members whose sessions have ended. It looks at each member only when one may have ended.
    List<String> expired(Instant now) {
        if (!now.isAfter(nextExpiry)) {
            return List.of();
        }
        nextExpiry = members.values().stream().map(MemberState::sessionEnd).filter(end -> !now.isAfter(end))
                .min(Instant::compareTo).orElse(Instant.MAX);
        return members.values().stream().filter(member -> now.isAfter(member.sessionEnd())).map(member -> member.id)
                .toList();
    }
}
