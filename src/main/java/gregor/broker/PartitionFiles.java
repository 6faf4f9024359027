package gregor.broker;

import java.nio.file.Path;
import java.util.List;

/// Where the segments of a partition are.
///
/// @param baseOffsets of the segments, ascending
public record PartitionFiles(Path folder, List<Long> baseOffsets) {}
