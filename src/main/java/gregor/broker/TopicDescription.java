package gregor.broker;

import module java.base;

import gregor.topic.TopicConfig;

/// The state of a topic at one moment.
///
/// @param id      differs from the id of an earlier topic of the same name
/// @param created when it was created; empty if that is not known, as in Kafka's protocol
public record TopicDescription(String name, UUID id, Optional<Instant> created, TopicConfig configuration,
        List<PartitionDescription> partitions) {
    static TopicDescription of(TopicRecord topic, TopicConfig configuration, IntFunction<Partition> partitions) {
        return new TopicDescription(topic.name(), topic.id(), Optional.of(topic.created()), configuration,
                IntStream.range(0, topic.partitions()).mapToObj(partitions).map(PartitionDescription::of).toList());
    }

    /// The state of a partition. If its log is not available, the numbers are 0.
    ///
    /// @param start       the earliest offset that can be read
    /// @param end         the offset of the next event
    /// @param sizeInBytes the size of the retained batches
    /// @param trouble     the last error; empty if there was none
    public record PartitionDescription(int partition, long start, long end, long sizeInBytes,
            Optional<String> trouble) {
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
