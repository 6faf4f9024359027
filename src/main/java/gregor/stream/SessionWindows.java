package gregor.stream;

import module java.base;

/// Windows that end when a key has no event for a time. An event that is near enough to two sessions merges them.
///
/// @param gap   the longest time between two events of a session
/// @param grace for how long after its end and the gap a session still takes late events
public record SessionWindows(Duration gap, Duration grace) implements Windows {
    /// @throws IllegalArgumentException if the gap is less than a millisecond, or the grace negative
    public SessionWindows {
        if (gap.toMillis() < 1 || grace.isNegative()) {
            throw new IllegalArgumentException(
                    "the gap must be 1 ms or more, and the grace 0 or more, not " + gap + " and " + grace);
        }
    }

    /// Returns sessions that close as soon as stream time is past the gap.
    public static SessionWindows gap(Duration gap) {
        return new SessionWindows(gap, Duration.ZERO);
    }

    public SessionWindows grace(Duration other) {
        return new SessionWindows(gap, other);
    }

    /// Returns whether an event belongs to a session: it is in it, or at most the gap before or after it.
    public boolean isNear(Window session, long timestamp) {
        return session.end() >= timestamp - gap.toMillis() && session.start() <= timestamp + gap.toMillis();
    }

    /// Returns the session of an event together with the sessions that it merges.
    ///
    /// @param near the sessions of the same key that it [is near][#isNear(Window, long)]
    public Window merge(Collection<Window> near, long timestamp) {
        long start = timestamp;
        long end = timestamp;
        for (Window session : near) {
            start = Math.min(start, session.start());
            end = Math.max(end, session.end());
        }
        return new Window(start, end);
    }

    /// Returns whether a session takes no more events: stream time is past its end, the gap and the grace.
    public boolean isClosed(Window session, long streamTime) {
        return session.end() < streamTime - gap.toMillis() - grace.toMillis();
    }

    /// Returns the time such that sessions that ended before it are deleted. A late event may join a session that is
    /// still open to one that ended up to two gaps earlier, so closed sessions are kept for two gaps more; what is older
    /// is not joined. Kafka Streams: `Materialized.withRetention`, by default the gap and the grace.
    long retainedFrom(long streamTime) {
        return streamTime - grace.toMillis() - 3 * gap.toMillis();
    }
}
