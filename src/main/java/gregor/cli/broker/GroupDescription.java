package gregor.cli.broker;

import java.util.List;
import java.util.Optional;

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

    /// How many offsets it is behind.
    long lag() {
        return places.stream().mapToLong(Place::lag).sum();
    }

    /// The topics in which it has bookmarks.
    List<String> topics() {
        return places.stream().map(Place::topic).distinct().toList();
    }
}
