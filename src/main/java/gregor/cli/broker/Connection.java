package gregor.cli.broker;

import gregor.broker.TopicDescription;
import gregor.deque.OffsetReset;
import gregor.lesson.NearestWord;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// A broker as the commands see it: [Embedded] has it in this process, on a data folder; [KafkaConnection] talks to one
/// that runs.
///
/// What the broker throws goes through, in the types that its packages have for it. One thread at a time may call it.
interface Connection extends AutoCloseable {
    /// What the commands talk to, in a few words.
    String place();

    /// The names of all topics, in alphabetical order.
    List<String> topics();

    /// Whether the broker made a topic for itself.
    default boolean isInternal(String topic) {
        return topic.startsWith("__") || topic.equals("_kaf");
    }

    /// Says what there is to know of topics.
    ///
    /// @throws CommandException if one is not there
    List<TopicDescription> describe(List<String> topics);

    /// Says what there is to know of a topic.
    ///
    /// @throws CommandException if it is not there
    default TopicDescription describe(String topic) {
        return describe(List.of(topic)).getFirst();
    }

    /// Does nothing if there is a topic of this name. The broker would name all the topics that there are; a person
    /// wants to know which one it should have been.
    ///
    /// @throws CommandException if there is none
    default void checkTopic(String topic) {
        List<String> topics = topics();
        if (!topics.contains(topic)) {
            List<String> others = topics.stream().filter(name -> !isInternal(name)).toList();
            throw new CommandException("there is no topic " + topic + " in " + place() + NearestWord.nearest(topic, topics)
                    .map(name -> " (did you mean " + name + "?)")
                    .orElseGet(() -> others.isEmpty() ? "; there are none yet" : "; there " + Readable.some(others)));
        }
    }

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
    ///
    /// @throws CommandException if it is not there
    GroupDescription group(String name);

    /// Does nothing if there is a group of this name.
    ///
    /// @throws CommandException if there is none
    default void checkGroup(String name) {
        List<String> groups = groups();
        if (!groups.contains(name)) {
            throw new CommandException("there is no group " + Readable.safe(name) + " in " + place()
                    + NearestWord.nearest(name, groups).map(near -> " (did you mean " + near + "?)")
                    .orElse(groups.isEmpty() ? "; there are none yet"
                            : "; ./gregor groups list shows those that there are"));
        }
    }

    /// Moves bookmarks of a group that has no members.
    void reset(String group, Map<TopicPartition, Long> offsets);

    /// Deletes a group that has no members.
    void deleteGroup(String name);

    /// Those of some partitions that can be read; the others are named to whoever sits there.
    ///
    /// @throws CommandException if there is none
    default List<Integer> available(TopicDescription topic, Collection<Integer> partitions) {
        Map<Boolean, List<Integer>> numbers = partitions.stream().collect(Collectors.partitioningBy(
                number -> topic.partitions().get(number).trouble().isEmpty()));
        String more = "; ./gregor topics describe " + topic.name() + " says more";
        for (int ill : numbers.get(false)) {
            String trouble = new TopicPartition(topic.name(), ill) + " is not available";
            if (numbers.get(true).isEmpty()) {
                throw new CommandException(trouble + more);
            }
            System.err.println("gregor: " + trouble + ", and the others are read without it" + more);
        }
        return numbers.get(true);
    }

    /// Reads a topic as one of a group: each partition from the group's bookmark on, or from where the reset says. A
    /// partition that is not available is named and left out.
    ///
    /// @throws CommandException if none is available
    Reader member(String group, String topic, Collection<Integer> partitions, OffsetReset reset);

    /// What is wrong in the broker, a sentence each.
    List<String> troubles();

    /// Opens all logs, which else open themselves when they are needed; a broker that runs has done so.
    ///
    /// @param meter shows how far that is
    void openAll(Meter meter);

    /// Waits a while, and lets others work with the data until then.
    void pause(Duration time);

    @Override
    void close();
}
