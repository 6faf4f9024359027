package gregor.rebalance;

import java.util.Optional;

/// What a member shows with each call, so that the group knows whether it is still one.
///
/// @param member     the id that the group gave it when it joined
/// @param instance   the name that it keeps when it starts again, if it has one
/// @param generation the generation that it thinks it belongs to; -1 before the first
public record MemberIdentity(String member, Optional<String> instance, int generation) {
    /// Returns the badge of the same member in another generation.
    public MemberIdentity in(int generation) {
        return new MemberIdentity(member, instance, generation);
    }
}
