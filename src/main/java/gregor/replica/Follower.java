package gregor.replica;

import module java.base;

import gregor.replica.Message.Fetch;

/// What a leader knows about a follower from its fetches.
final class Follower {
    private long end = -1;
    private long brokerEpoch = -1;
    private long lastFetch;
    private long fetched;
    private long leaderEndThen;
    private long caughtUp;

    /// @param now when the leader was elected, in ns; an in-sync follower counts as caught up then
    Follower(long now) {
        caughtUp = now;
    }

    /// Notes a fetch: the follower has all events before its offset. Returns false if a later fetch has been processed, or
    /// one of a later process of the broker (KIP-903).
    ///
    /// @param now in ns
    boolean update(Fetch fetch, long leaderEnd, long now) {
        if (fetch.brokerEpoch() < brokerEpoch || fetch.brokerEpoch() == brokerEpoch && fetch.id() <= lastFetch) {
            return false;
        }
        if (fetch.offset() >= leaderEnd) {
            caughtUp = now;
        } else if (fetch.offset() >= leaderEndThen) {
            caughtUp = Math.max(caughtUp, fetched);
        }
        end = fetch.offset();
        brokerEpoch = fetch.brokerEpoch();
        lastFetch = fetch.id();
        leaderEndThen = leaderEnd;
        fetched = now;
        return true;
    }

    /// Reports whether it has had all events of the leader within the last `maxLag`.
    boolean isCaughtUp(long leaderEnd, long now, Duration maxLag) {
        return end == leaderEnd || now - caughtUp <= maxLag.toNanos();
    }

    /// The end of its log at its last fetch; -1 before the first one.
    long end() {
        return end;
    }

    /// The broker epoch of its last fetch; -1 before the first one.
    long brokerEpoch() {
        return brokerEpoch;
    }
}
