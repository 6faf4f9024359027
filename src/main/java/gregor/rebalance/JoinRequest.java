package gregor.rebalance;

import module java.base;

import gregor.group.Assignor;
import gregor.group.Subscription;

/// The request of a consumer to be a member.
///
/// @param client           its name; its member id begins with it
/// @param assignor         the name of the [gregor.group.Assignor] that it would use as the leader
/// @param sessionTimeout   how long it may be silent before the group removes it
/// @param rebalanceTimeout how long the other members wait for it when a generation forms
public record JoinRequest(String client, String assignor, Subscription subscription, Duration sessionTimeout,
        Duration rebalanceTimeout) {
    /// @throws IllegalArgumentException if a timeout is not positive
    public JoinRequest {
        if (!sessionTimeout.isPositive() || !rebalanceTimeout.isPositive()) {
            throw new IllegalArgumentException("the timeouts of " + client + " are " + sessionTimeout + " and "
                    + rebalanceTimeout + "; both must be positive");
        }
    }
}
