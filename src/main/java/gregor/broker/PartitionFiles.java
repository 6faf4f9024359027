package gregor.broker;

import module java.base;

/// Where the segments of a partition are.
///
/// @param baseOffsets of the segments, ascending
public record PartitionFiles(Path folder, List<Long> baseOffsets) {}
