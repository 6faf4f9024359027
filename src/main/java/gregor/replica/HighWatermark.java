package gregor.replica;

import module java.base;

/// The rule by which a leader decides what consumers may read.
public final class HighWatermark {
    private HighWatermark() {}

    /// Returns the offset before which all events are on each in-sync replica; 0 while fewer than `minInsync` replicas
    /// are in sync, so that the high watermark stays (KIP-966).
    ///
    /// @param ends   the ends of the logs of the in-sync replicas and of those that are being added, the leader's among
    ///               them; -1 for a replica that has not fetched from this leader yet
    /// @param inSync the number of in-sync replicas
    public static long of(Collection<Long> ends, int inSync, int minInsync) {
        return inSync < minInsync ? 0 : Math.max(0, Collections.min(ends));
    }
}
