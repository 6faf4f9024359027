package gregor.replica;

import module java.base;

/// What the controller has decided about the partition (Kafka: `PartitionRegistration`).
///
/// @param version         counts all decisions
/// @param leader          the leading broker, or [#NO_LEADER]
/// @param leaderEpoch     counts the changes of the leader
/// @param partitionEpoch  counts the changes of leader and in-sync replicas
/// @param isr             the in-sync replicas
/// @param elr             the eligible leader replicas: those that left the in-sync replicas when they became fewer than
///                        `min.insync.replicas`, and still have all acknowledged events (KIP-966)
/// @param lastKnownLeader the last leader of a partition without in-sync replicas, or [#NO_LEADER]
/// @param alive           the brokers whose heartbeats arrive, with their broker epochs
public record PartitionState(long version, int leader, int leaderEpoch, int partitionEpoch, SortedSet<Integer> isr,
        SortedSet<Integer> elr, int lastKnownLeader, SortedMap<Integer, Long> alive) {
    /// No broker leads.
    public static final int NO_LEADER = -1;
    /// What a broker knows before it has heard from the controller.
    public static final PartitionState UNKNOWN = new PartitionState(-1, NO_LEADER, -1, -1, new TreeSet<>(),
            new TreeSet<>(), NO_LEADER, new TreeMap<>());

    /// Returns the leader, its epoch and the in-sync replicas: `leader 1, epoch 0, ISR [1, 2, 3]`.
    @Override
    public String toString() {
        return (leader == NO_LEADER ? "no leader" : "leader " + leader) + ", epoch " + leaderEpoch + ", ISR " + isr
                + (elr.isEmpty() ? "" : ", ELR " + elr);
    }
}
