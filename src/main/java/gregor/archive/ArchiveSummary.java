package gregor.archive;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.SortedMap;

/// What an archive says when it is asked: the same, whichever [ArchiveQuery] was asked.
///
/// @param topic    the name of the topic
/// @param extent   how much there is
/// @param rhythm   when things happen
/// @param keys     what they happen to
/// @param statuses how they end, the most frequent first, 20 at most; see [ArchiveTable]
/// @param order    what the offsets say
/// @param days     the bytes of each day in UTC
/// @param waits    how long it takes until the next event
public record ArchiveSummary(String topic, Extent extent, Activity rhythm, KeyCounts keys, List<Count> statuses, OffsetOrder order,
        SortedMap<LocalDate, Long> days, Intervals waits) {
    /// How many rows of a list are kept: the largest.
    public static final int MOST = 20;

    /// How much there is.
    ///
    /// @param from    the earliest timestamp, in UTC; null if no event has one
    /// @param to      the latest one
    /// @param untimed events without a timestamp, or with one after the year 9999
    public record Extent(int partitions, long events, long bytes, LocalDateTime from, LocalDateTime to, long untimed) {}

    /// When things happen, in UTC.
    ///
    /// @param hours the events of each hour that has any
    /// @param ofDay the events of each of the 24 hours of the day, over all days
    /// @param late  those of them whose status is `late`
    public record Activity(SortedMap<LocalDateTime, Long> hours, List<Long> ofDay, List<Long> late) {}

    /// What things happen to.
    ///
    /// @param busiest the keys with most events, as they stand in the archive; of equal ones the first by UTF-8
    public record KeyCounts(long distinct, long keyless, List<Count> busiest) {}

    /// What the offsets say.
    ///
    /// @param missing      how many offsets between the first and the last one of a partition have no event
    /// @param gaps         where: the widest gaps
    /// @param lateArrivals events that stand behind a younger one of their partition
    /// @param latest       by how much, at most
    public record OffsetOrder(long missing, List<Gap> gaps, long lateArrivals, Duration latest) {}

    /// Some of the events.
    public record Count(String name, long events) {}

    /// Offsets that have no event.
    ///
    /// @param after the last offset before them
    public record Gap(int partition, long after, long missing) {}
}
