package gregor.replica;

/// What an operator watches, under Kafka's names.
public final class Metrics {
    private int isrShrinks;
    private int isrExpands;
    private int leaderElections;
    private int uncleanLeaderElections;
    private int failedProduceRequests;

    void decided(PartitionState before, PartitionState after, boolean unclean) {
        isrShrinks += after.isr().containsAll(before.isr()) ? 0 : 1;
        isrExpands += before.isr().containsAll(after.isr()) ? 0 : 1;
        if (after.leader() != before.leader() && after.leader() != PartitionState.NO_LEADER) {
            leaderElections++;
            uncleanLeaderElections += unclean ? 1 : 0;
        }
    }

    void produceFailed() {
        failedProduceRequests++;
    }

    /// Returns how often in-sync replicas were removed (`IsrShrinksPerSec`).
    public int isrShrinks() {
        return isrShrinks;
    }

    /// Returns how often replicas were added to those in sync (`IsrExpandsPerSec`).
    public int isrExpands() {
        return isrExpands;
    }

    public int leaderElections() {
        return leaderElections;
    }

    /// Returns the number of elections that may have lost events (`UncleanLeaderElectionsPerSec`).
    public int uncleanLeaderElections() {
        return uncleanLeaderElections;
    }

    /// Returns the number of batches that leaders refused (`FailedProduceRequestsPerSec`).
    public int failedProduceRequests() {
        return failedProduceRequests;
    }

    @Override
    public String toString() {
        return "IsrShrinks " + isrShrinks + ", IsrExpands " + isrExpands + ", LeaderElections " + leaderElections
                + ", UncleanLeaderElections " + uncleanLeaderElections + ", FailedProduceRequests "
                + failedProduceRequests;
    }
}
