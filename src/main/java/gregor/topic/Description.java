package gregor.topic;

import java.util.List;
import java.util.Map;

/// What there is to know of a topic, as of now.
///
/// @param settings all of them, by Kafka's names
public record Description(String name, List<Part> partitions, Map<String, String> settings) {
    /// What there is to know of a partition.
    ///
    /// @param start       the earliest offset that can be read
    /// @param end         the offset that the next event will get
    /// @param sizeInBytes how much it holds
    public record Part(int partition, long start, long end, long sizeInBytes) {}
}
