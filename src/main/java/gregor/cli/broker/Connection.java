package gregor.cli.broker;

import gregor.broker.TopicDescription;
import gregor.deque.OffsetReset;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A broker as the commands see it. [Embedded] has it in this process, on a data folder; one that is behind a door can
/// be another.
///
/// What the broker throws goes through, in the types that its packages have for it. One thread at a time may call it.
interface Connection extends AutoCloseable {
    /// What the commands talk to, in a few words.
    String place();

    /// The names of all topics, in alphabetical order.
    List<String> topics();

    /// Whether the broker made a topic for itself.
    boolean isInternal(String topic);

    /// Says what there is to know of a topic.
    TopicDescription describe(String topic);

    /// Creates a topic.
    void create(String topic, int partitions, Map<String, String> settings);

    /// Creates a topic if there is none of this name, and says whether it did.
    boolean createIfAbsent(String topic);

    /// Makes more partitions until a topic has so many.
    void addPartitions(String topic, int total);

    /// Changes some settings of a topic; a null takes one back to its standard.
    void alter(String topic, Map<String, String> changes);

    /// Deletes a topic.
    void delete(String topic);

    /// The log of a partition, to read from and to append to.
    Log log(TopicPartition partition);

    /// The offset of the first event that is as young as a time; empty if there is none.
    OptionalLong offsetAt(TopicPartition partition, Instant time);

    /// The names of the groups, in alphabetical order.
    List<String> groups();

    /// Says what there is to know of a group.
    GroupDescription group(String name);

    /// Moves bookmarks of a group that has no members.
    void reset(String group, Map<TopicPartition, Long> offsets);

    /// Deletes a group that has no members.
    void deleteGroup(String name);

    /// Reads a topic as one of a group: each partition from the group's bookmark on, or from where the reset says.
    Reader member(String group, String topic, Collection<Integer> partitions, OffsetReset reset);

    /// What is wrong in the broker, a sentence each.
    List<String> troubles();

    /// Opens all logs, which else open themselves when they are needed.
    ///
    /// @param meter shows how far that is
    void openAll(Meter meter);

    /// Waits a while, and lets others work with the data until then.
    void pause(Duration time);

    @Override
    void close();
}
