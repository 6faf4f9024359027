package gregor.cli.broker;

import gregor.broker.TopicDescription;
import gregor.topic.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What there is to know of a group, as of now.
///
/// @param state   `Empty` if nobody is in it; else as Kafka calls it
/// @param members their ids
/// @param places  how far it is in each partition of the topics in which it has a bookmark
record GroupDescription(String name, String state, List<String> members, List<Place> places) {
    /// How far it is in a partition.
    ///
    /// @param committed the offset that it reads next, if it has said so
    /// @param end       the offset that the next event will get
    /// @param lag       how many offsets lie between; all that the log holds if nothing is committed
    /// @param member    who reads there, if somebody does
    /// @param trouble   what is wrong with the partition, if anything is; then the numbers are 0
    record Place(String topic, int partition, Optional<Long> committed, long start, long end, long lag,
            Optional<String> member, Optional<String> trouble) {}

    /// Looks up how far a group is. A broken partition does not stop the others: so it is not the group that counts the
    /// lag.
    ///
    /// @param committed its bookmarks
    /// @param readers   who reads a partition, where somebody does
    static GroupDescription of(Connection connection, String name, String state, Map<TopicPartition, Long> committed,
            Map<TopicPartition, String> readers) {
        var places = new ArrayList<Place>();
        List<String> topics = Stream.concat(committed.keySet().stream(), readers.keySet().stream())
                .map(TopicPartition::topic)
                .distinct().sorted().toList();
        for (TopicDescription topic : connection.describe(topics)) {
            for (TopicDescription.PartitionDescription part : topic.partitions()) {
                var partition = new TopicPartition(topic.name(), part.partition());
                var bookmark = Optional.ofNullable(committed.get(partition));
                places.add(new Place(topic.name(), part.partition(), bookmark, part.start(), part.end(),
                        Math.max(0, part.end() - bookmark.orElse(part.start())),
                        Optional.ofNullable(readers.get(partition)), part.trouble()));
            }
        }
        return new GroupDescription(name, state, readers.values().stream().distinct().sorted().toList(),
                List.copyOf(places));
    }

    /// How many offsets it is behind.
    long lag() {
        return places.stream().mapToLong(Place::lag).sum();
    }

    /// The topics in which it has bookmarks.
    List<String> topics() {
        return places.stream().map(Place::topic).distinct().toList();
    }
}
