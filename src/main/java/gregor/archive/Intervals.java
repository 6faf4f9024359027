package gregor.archive;

import gregor.archive.ArchiveSummary.Count;
import java.time.Duration;
import java.util.List;

/// How long it takes from one event of a topic to the next, all partitions together, in the order of their timestamps.
///
/// @param median  half of the waits are as long or shorter; zero if there is none
/// @param most    95 of 100 are
/// @param longest all are
/// @param spread  how many are longer than the step before and not longer than this one
public record Intervals(Duration median, Duration most, Duration longest, List<Count> spread) {}
