package gregor.replica;

import module java.base;

/// The leader epochs of a log and the offset at which each begins (Kafka: `leader-epoch-checkpoint`, KIP-101).
///
/// Two logs that have the same epoch at an offset have the same events before it, because an epoch has one leader.
public final class LeaderEpochs {
    private final TreeMap<Integer, Long> starts = new TreeMap<>();

    /// Notes that an epoch begins at an offset; does nothing if it has begun already.
    public void assign(int epoch, long start) {
        if (epoch > latest()) {
            starts.put(epoch, start);
        }
    }

    /// Returns the latest epoch; -1 if there is none.
    public int latest() {
        return starts.isEmpty() ? -1 : starts.lastKey();
    }

    /// Returns the epoch of the event at an offset; -1 for an offset before all epochs.
    public int at(long offset) {
        int epoch = -1;
        for (Map.Entry<Integer, Long> entry : starts.entrySet()) {
            if (entry.getValue() <= offset) {
                epoch = entry.getKey();
            }
        }
        return epoch;
    }

    /// Returns the end of an epoch, or of the latest one before it if this log has no events of it (KIP-279);
    /// [EpochEnd#UNKNOWN] if it is later than all.
    ///
    /// @param logEnd the end of the log
    public EpochEnd endOf(int epoch, long logEnd) {
        if (epoch == latest()) {
            return new EpochEnd(epoch, logEnd);
        }
        Map.Entry<Integer, Long> next = starts.higherEntry(epoch);
        if (next == null) {
            return EpochEnd.UNKNOWN;
        }
        Map.Entry<Integer, Long> same = starts.floorEntry(epoch);
        return new EpochEnd(same == null ? epoch : same.getKey(), next.getValue());
    }

    /// Returns where a follower's log and its leader's log part: the offset up to which the follower keeps its events.
    ///
    /// @param leader the leader's end of the follower's latest epoch, from [#endOf(int, long)]
    /// @param logEnd the end of the follower's log
    public long divergence(EpochEnd leader, long logEnd) {
        EpochEnd own = endOf(leader.epoch(), logEnd);
        return own.end() < 0 ? Math.min(leader.end(), logEnd) : Math.min(Math.min(own.end(), leader.end()), logEnd);
    }

    /// Forgets the epochs that begin at an offset or later.
    public void truncate(long end) {
        starts.values().removeIf(start -> start >= end);
    }

    /// Returns each epoch and its first offset: `{0=0, 2=5}`.
    @Override
    public String toString() {
        return starts.toString();
    }
}
