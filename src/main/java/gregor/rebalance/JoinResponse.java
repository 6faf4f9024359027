package gregor.rebalance;

import module java.base;

import gregor.group.Subscription;

/// The answer to a member when all have joined.
///
/// @param leads   whether it must compute the assignment
/// @param members the subscriptions of all members if it leads; else empty
public record JoinResponse(MemberIdentity identity, boolean leads, Map<String, Subscription> members) {}
