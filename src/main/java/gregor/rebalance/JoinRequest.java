package gregor.rebalance;

import gregor.group.Assignor;
import gregor.group.Subscription;
import java.time.Duration;

/// Somebody wants to be a member.
///
/// @param client           what to call it; its member id begins so
/// @param assignor         the name of the [Assignor] that it would use as the leader
/// @param sessionTimeout   after how long without a sign of life it is taken for dead
/// @param rebalanceTimeout how long the others wait for it when a new generation forms
public record JoinRequest(String client, String assignor, Subscription subscription, Duration sessionTimeout,
        Duration rebalanceTimeout) {
    /// @throws IllegalArgumentException if a timeout is not longer than nothing
    public JoinRequest {
        if (!sessionTimeout.isPositive() || !rebalanceTimeout.isPositive()) {
            throw new IllegalArgumentException("a timeout of " + sessionTimeout + " or " + rebalanceTimeout
                    + " would throw " + client + " out at once; give more than nothing");
        }
    }
}
