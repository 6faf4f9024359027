package gregor.kafka;

import module java.base;

/// The members of a [ClassicGroup], and how many of them support each protocol. One thread at a time may call it.
final class ClassicGroupMembers extends MemberIndex<ClassicGroupMember> {
    private final Map<String, Integer> supporters = new HashMap<>();
    private long bytes;

    ClassicGroupMembers() {
        super(ClassicGroupMember::id, ClassicGroupMember::instance, member -> member.identity().member());
    }

    @Override
    protected void added(ClassicGroupMember member) {
        count(member, 1);
    }

    @Override
    protected void removed(ClassicGroupMember member) {
        count(member, -1);
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
        member.protocols().keySet().forEach(name -> count(supporters, name, sign));
    }

    /// Returns whether all members support one of these protocols.
    ///
    /// @param except members that are not asked
    boolean supportOneOf(Set<String> names, Set<ClassicGroupMember> except) {
        int others = size() - except.size();
        return others == 0 || names.stream().anyMatch(name -> supporters.getOrDefault(name, 0)
                - except.stream().filter(member -> member.protocols().containsKey(name)).count() == others);
    }

    /// Selects the protocol with most votes: each member votes for the first in its list that all members support.
    String selectProtocol() {
        var votes = new TreeMap<String, Integer>();
        all().forEach(member -> member.protocols().keySet().stream()
                .filter(name -> supporters.getOrDefault(name, 0) == size()).findFirst()
                .ifPresent(vote -> votes.merge(vote, 1, Integer::sum)));
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse("");
    }

    long bytes() {
        return bytes;
    }
}
