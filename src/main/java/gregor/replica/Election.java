package gregor.replica;

import module java.base;

/// The choice of a leader.
///
/// @param leader  the broker, or [PartitionState#NO_LEADER]
/// @param unclean whether it may lack acknowledged events
public record Election(int leader, boolean unclean) {
    /// Elects the first living replica that has all acknowledged events: of the in-sync replicas, or, if there are none,
    /// of the eligible leader replicas. If there is neither, the last known leader is elected when it returns (KIP-966),
    /// and any living replica if unclean elections are allowed. The present leader stays if it may be elected.
    ///
    /// @param replicas the brokers that have a replica, the preferred leader first
    /// @param state    with the in-sync replicas of after the change, and the leader of before
    /// @param unclean  whether unclean elections are allowed (Kafka: `unclean.leader.election.enable`)
    public static Election of(List<Integer> replicas, PartitionState state, boolean unclean) {
        Set<Integer> complete = state.isr().isEmpty() ? state.elr() : state.isr();
        Set<Integer> alive = state.alive().keySet();
        if (complete.contains(state.leader()) && alive.contains(state.leader())) {
            return new Election(state.leader(), false);
        }
        for (int replica : replicas) {
            if (complete.contains(replica) && alive.contains(replica)) {
                return new Election(replica, false);
            }
        }
        if (complete.isEmpty() && alive.contains(state.lastKnownLeader())) {
            return new Election(state.lastKnownLeader(), true);
        }
        return unclean
                ? new Election(replicas.stream().filter(alive::contains).findFirst().orElse(PartitionState.NO_LEADER),
                        true)
                : new Election(PartitionState.NO_LEADER, false);
    }
}
