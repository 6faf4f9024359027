package gregor.graduate;

import module java.base;

/// Which part of the source is moved.
///
/// @param topics   the names; all topics if empty
/// @param since    only records from the first one with at least this timestamp on
/// @param maxBytes of each partition only about the newest so many bytes, by the mean size of its records
/// @param replicas of each partition at the target; by default 3, or the number of its brokers if that is smaller
public record MoveLimits(Set<String> topics, Optional<Instant> since, OptionalLong maxBytes, Optional<Short> replicas) {
    /// All topics, from their first record on.
    public static final MoveLimits NONE = new MoveLimits(Set.of(), Optional.empty(), OptionalLong.empty(),
            Optional.empty());

    /// Returns the first offset that is copied of a partition whose records have `mean` bytes.
    long first(long begin, long end, long mean) {
        if (maxBytes.isEmpty() || mean == 0) {
            return begin;
        }
        return Math.max(begin, end - maxBytes.getAsLong() / mean);
    }
}
