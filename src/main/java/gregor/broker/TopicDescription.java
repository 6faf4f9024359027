package gregor.broker;

import gregor.topic.TopicConfig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What there is to know of a topic of a broker, as of now.
///
/// @param id            tells it from another topic that had its name before
/// @param created       when it was made; empty if who describes it was not told, for Kafka's protocol does not say it
/// @param configuration its settings
public record TopicDescription(String name, UUID id, Optional<Instant> created, TopicConfig configuration,
        List<PartitionDescription> partitions) {
    /// What there is to know of a partition. If its log is not available, the numbers are 0.
    ///
    /// @param start       the earliest offset that can be read
    /// @param end         the offset that the next event will get
    /// @param sizeInBytes how much it holds
    /// @param trouble     what is wrong with it, if anything is
    public record PartitionDescription(int partition, long start, long end, long sizeInBytes, Optional<String> trouble) {
        static PartitionDescription of(Partition partition) {
            int number = partition.name().partition();
            try {
                return new PartitionDescription(number, partition.start(), partition.end(), partition.sizeInBytes(),
                        partition.lastError());
            } catch (PartitionUnavailableException e) {
                return new PartitionDescription(number, 0, 0, 0, Optional.of(e.getMessage()));
            }
        }
    }
}
