package gregor.rebalance;

import gregor.group.Subscription;
import java.util.Map;

/// What a member learns when all have joined.
///
/// @param badge   its badge in the new generation
/// @param leads   whether it is the one who must share out now
/// @param members what each member said of itself, for the one who leads; else empty
public record JoinResponse(MemberIdentity badge, boolean leads, Map<String, Subscription> members) {}
