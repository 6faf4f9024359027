package gregor.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// The members of a [ClassicGroup], by id and by instance id, and how many of them support each protocol. The time of
/// each call that names a member does not depend on the number of members. One thread at a time may call it.
final class ClassicGroupMembers {
    private final SortedMap<String, ClassicGroupMember> byId = new TreeMap<>();
    private final Map<String, ClassicGroupMember> byInstance = new HashMap<>();
    private final Map<String, Integer> supporters = new HashMap<>();
    private long bytes;

    Collection<ClassicGroupMember> all() {
        return byId.values();
    }

    int size() {
        return byId.size();
    }

    Optional<ClassicGroupMember> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<ClassicGroupMember> withInstance(String instance) {
        return Optional.ofNullable(byInstance.get(instance));
    }

    void add(ClassicGroupMember member) {
        byId.put(member.id(), member);
        member.instance().ifPresent(instance -> byInstance.put(instance, member));
        count(member, 1);
    }

    void remove(ClassicGroupMember member) {
        if (byId.remove(member.id(), member)) {
            member.instance().ifPresent(instance -> byInstance.remove(instance, member));
            count(member, -1);
        }
    }

    /// Removes the members that are not in the broker's group any more. All members of that are of one kind, so if one of
    /// these is among as many, all are.
    ///
    /// @param remaining the ids in the broker's group
    void retain(Set<String> remaining) {
        if (!byId.isEmpty() && (byId.size() != remaining.size()
                || !remaining.contains(byId.firstEntry().getValue().identity().member()))) {
            List.copyOf(byId.values()).stream().filter(member -> !remaining.contains(member.identity().member()))
                    .forEach(this::remove);
        }
    }

    void protocols(ClassicGroupMember member, SequencedMap<String, byte[]> protocols) {
        count(member, -1);
        member.protocols(protocols);
        count(member, 1);
    }

    void assignment(ClassicGroupMember member, byte[] assignment) {
        bytes -= member.bytes();
        member.assignment(assignment);
        bytes += member.bytes();
    }

    private void count(ClassicGroupMember member, int sign) {
        bytes += sign * member.bytes();
        member.protocols().keySet().forEach(name -> supporters.merge(name, sign,
                (one, other) -> one + other == 0 ? null : Integer.valueOf(one + other)));
    }

    /// Returns whether all members support one of these protocols.
    ///
    /// @param except members that are not asked
    boolean supportOneOf(Set<String> names, Set<ClassicGroupMember> except) {
        int others = byId.size() - except.size();
        return others == 0 || names.stream().anyMatch(name -> supporters.getOrDefault(name, 0)
                - except.stream().filter(member -> member.protocols().containsKey(name)).count() == others);
    }

    /// Selects the protocol with most votes: each member votes for the first in its list that all members support.
    String selectProtocol() {
        var votes = new TreeMap<String, Integer>();
        byId.values()
                .forEach(member -> member.protocols().keySet().stream()
                        .filter(name -> supporters.getOrDefault(name, 0) == byId.size()).findFirst()
                        .ifPresent(vote -> votes.merge(vote, 1, Integer::sum)));
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse("");
    }

    /// Estimates the memory of the members, in bytes.
    long bytes() {
        return bytes;
    }
}
