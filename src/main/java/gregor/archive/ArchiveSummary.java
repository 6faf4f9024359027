package gregor.archive;

import module java.base;

/// What an [ArchiveQuery] computes of an archived topic; all implementations agree.
///
/// @param topic    the name of the topic
/// @param extent    the number and size of its events
/// @param activity  the number of events over time
/// @param keys      the number of events by key
/// @param statuses  the number of events by status (see [ArchiveTable]), the most frequent first, 20 at most
/// @param order     gaps and late events
/// @param days      the bytes of each day in UTC
/// @param intervals the times from one event to the next
public record ArchiveSummary(String topic, Extent extent, Activity activity, KeyCounts keys, List<Count> statuses,
        OffsetOrder order, SortedMap<LocalDate, Long> days, Intervals intervals) {
    /// The largest number of rows of a list.
    public static final int MAX_ROWS = 20;

    /// The number and size of the events of a topic.
    ///
    /// @param from    the earliest timestamp, in UTC; null if no event has one
    /// @param to      the latest one
    /// @param untimed events without a timestamp, or with one after the year 9999
    public record Extent(int partitions, long events, long bytes, LocalDateTime from, LocalDateTime to, long untimed) {}

    /// The number of events over time, in UTC.
    ///
    /// @param hours the events of each hour that has any
    /// @param ofDay the events of each of the 24 hours of the day, over all days
    /// @param late  those of them whose status is `late`
    public record Activity(SortedMap<LocalDateTime, Long> hours, List<Long> ofDay, List<Long> late) {}

    /// The number of events by key.
    ///
    /// @param distinct the number of keys
    /// @param keyless  the number of events without a key
    /// @param busiest  the keys with most events, as written in the archive; equal ones in the order of their UTF-8
    public record KeyCounts(long distinct, long keyless, List<Count> busiest) {}

    /// Gaps in the offsets and late events.
    ///
    /// @param missing      the number of offsets without an event between the first and the last one of a partition
    /// @param gaps         the widest gaps
    /// @param lateArrivals the number of events older than an earlier one of their partition
    /// @param latest       the largest difference to that earlier one
    public record OffsetOrder(long missing, List<Gap> gaps, long lateArrivals, Duration latest) {}

    /// A number of events under a name.
    public record Count(String name, long events) {}

    /// Consecutive offsets without an event.
    ///
    /// @param after the last offset before them
    public record Gap(int partition, long after, long missing) {}

    /// The times from one event of a topic to the next, over all partitions, in the order of their timestamps.
    ///
    /// @param median  at least half of the intervals are not longer; zero if there is none
    /// @param most    at least 95 of 100 are not longer
    /// @param longest the longest one
    /// @param spread  the number of intervals up to each step and longer than the step before
    public record Intervals(Duration median, Duration most, Duration longest, List<Count> spread) {}
}
