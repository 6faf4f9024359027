package gregor.replica;

import module java.base;

/// The settings of a [Cluster], with Kafka's names and defaults.
///
/// @param brokers         the number of brokers; each has a replica of the one partition (Kafka: `replication.factor`)
/// @param minInsync       below this number of in-sync replicas the leader refuses batches with acks=all
///                        (`min.insync.replicas`)
/// @param uncleanElection whether a replica may lead that lacks acknowledged events (`unclean.leader.election.enable`)
/// @param eligibleLeaders whether the controller remembers which replicas have all acknowledged events, when fewer than
///                        `minInsync` are in sync (`eligible.leader.replicas.version` 1, KIP-966)
/// @param maxLag          how long a follower may not have caught up before it leaves the in-sync replicas
///                        (`replica.lag.time.max.ms`)
/// @param sessionTimeout  how long the controller waits for a broker's heartbeat (`broker.session.timeout.ms`)
/// @param seed            decides all random delays and losses
/// @param timers          whether nodes act by time; without, only messages and calls make them act
public record ClusterSettings(int brokers, int minInsync, boolean uncleanElection, boolean eligibleLeaders,
        Duration maxLag, Duration sessionTimeout, long seed, boolean timers) {
    /// @throws IllegalArgumentException if there is no broker, or `minInsync` is below 1
    public ClusterSettings {
        if (brokers < 1 || brokers > 9 || minInsync < 1) {
            throw new IllegalArgumentException(
                    "a cluster has 1 to 9 brokers and a min.insync.replicas of 1 or more, not " + brokers + " and "
                            + minInsync);
        }
    }

    /// Returns settings for a number of brokers: `min.insync.replicas` 1, no unclean elections, seed 1.
    public static ClusterSettings of(int brokers) {
        return new ClusterSettings(brokers, 1, false, true, Duration.ofSeconds(30), Duration.ofSeconds(9), 1, true);
    }

    public ClusterSettings minInsync(int replicas) {
        return new ClusterSettings(brokers, replicas, uncleanElection, eligibleLeaders, maxLag, sessionTimeout, seed,
                timers);
    }

    /// Returns the same settings with unclean elections.
    public ClusterSettings unclean() {
        return new ClusterSettings(brokers, minInsync, true, eligibleLeaders, maxLag, sessionTimeout, seed, timers);
    }

    /// Returns the same settings without eligible leader replicas, as before KIP-966.
    public ClusterSettings withoutEligibleLeaders() {
        return new ClusterSettings(brokers, minInsync, uncleanElection, false, maxLag, sessionTimeout, seed, timers);
    }

    public ClusterSettings seed(long other) {
        return new ClusterSettings(brokers, minInsync, uncleanElection, eligibleLeaders, maxLag, sessionTimeout, other,
                timers);
    }

    /// Returns the same settings for a cluster in which nothing happens by itself.
    public ClusterSettings withoutTimers() {
        return new ClusterSettings(brokers, minInsync, uncleanElection, eligibleLeaders, maxLag, sessionTimeout, seed,
                false);
    }
}
