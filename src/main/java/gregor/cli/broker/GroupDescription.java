package gregor.cli.broker;

import module java.base;

import gregor.broker.TopicDescription;
import gregor.topic.TopicPartition;

/// A group at one moment.
///
/// @param state   Kafka's name of it; `Empty` without members
/// @param members their ids
/// @param places  the partitions of the topics in which it has committed or reads
record GroupDescription(String name, String state, List<String> members, List<Place> places) {
    /// The progress of a group in a partition.
    ///
    /// @param committed the offset that it reads next
    /// @param end       the offset of the next event to be written
    /// @param lag       the offsets from the committed one to `end` that can still be read
    /// @param member    the id of the member that reads the partition
    /// @param trouble   why the partition is not available; then the numbers are 0
    record Place(String topic, int partition, Optional<Long> committed, long start, long end, long lag,
            Optional<String> member, Optional<String> trouble) {
        static Place of(String topic, TopicDescription.PartitionDescription part, Optional<Long> committed,
                Optional<String> member) {
            return new Place(topic, part.partition(), committed, part.start(), part.end(),
                    Math.max(0, part.end() - Math.max(part.start(), committed.orElse(part.start()))), member,
                    part.trouble());
        }

        TopicPartition name() {
            return new TopicPartition(topic, partition);
        }
    }

    /// @param readers the id of the member that reads a partition
    static GroupDescription of(BrokerClient client, String name, String state, Map<TopicPartition, Long> committed,
            Map<TopicPartition, String> readers) {
        var places = new ArrayList<Place>();
        List<String> topics = Stream.concat(committed.keySet().stream(), readers.keySet().stream())
                .map(TopicPartition::topic).distinct().filter(client.topics()::contains).sorted().toList();
        for (TopicDescription topic : client.describe(topics)) {
            for (TopicDescription.PartitionDescription part : topic.partitions()) {
                var partition = new TopicPartition(topic.name(), part.partition());
                places.add(Place.of(topic.name(), part, Optional.ofNullable(committed.get(partition)),
                        Optional.ofNullable(readers.get(partition))));
            }
        }
        return new GroupDescription(name, state, readers.values().stream().distinct().sorted().toList(),
                List.copyOf(places));
    }

    long lag() {
        return places.stream().mapToLong(Place::lag).sum();
    }

    List<String> topics() {
        return places.stream().map(Place::topic).distinct().toList();
    }
}
