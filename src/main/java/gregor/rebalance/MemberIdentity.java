package gregor.rebalance;

import module java.base;

/// Identifies a member in each of its calls, so that the group can refuse a former member.
///
/// @param member     the id that the group gave it when it joined
/// @param instance   the name that it keeps across restarts; empty if it has none
/// @param generation the last generation that it knows; -1 before the first
public record MemberIdentity(String member, Optional<String> instance, int generation) {
    /// Returns the identity of the same member in another generation.
    public MemberIdentity in(int generation) {
        return new MemberIdentity(member, instance, generation);
    }
}
