package gregor.topic;

import gregor.list.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The topics that there are, by name.
///
/// One thread at a time may call it.
public final class Topics {
    private static final int LISTED = 20;

    private final Function<TopicPartition, Log> logs;
    private final TopicConfig standard;
    private final SortedMap<String, Topic> topics = new TreeMap<>();

    /// Makes a register without topics.
    ///
    /// @param logs makes or opens the log of a partition
    public Topics(Function<TopicPartition, Log> logs) {
        this(logs, TopicConfig.STANDARD);
    }

    /// Makes a register without topics.
    ///
    /// @param logs     makes or opens the log of a partition
    /// @param standard the settings that its topics know, and what they are unless somebody says otherwise
    public Topics(Function<TopicPartition, Log> logs, TopicConfig standard) {
        this.logs = logs;
        this.standard = standard;
    }

    /// Creates a topic with the standard settings.
    ///
    /// @throws InvalidTopicException      if the name is not one that a topic may have
    /// @throws TopicExistsException       if there is one of this name
    /// @throws InvalidPartitionsException if there is to be no partition at all
    public Topic create(String name, int partitions) {
        return create(name, partitions, Map.of());
    }

    /// Creates a topic.
    ///
    /// @throws InvalidTopicException         if the name is not one that a topic may have
    /// @throws TopicExistsException          if there is one of this name
    /// @throws InvalidPartitionsException    if there is to be no partition at all
    /// @throws InvalidConfigurationException if a setting is unknown or its value is not acceptable
    public Topic create(String name, int partitions, Map<String, String> settings) {
        Topic.checkName(name);
        if (topics.containsKey(name)) {
            throw new TopicExistsException("there is a topic " + name
                    + " already; choose another name, or delete it first");
        }
        var topic = new Topic(name, partitions, logs, standard.with(settings));
        topics.put(name, topic);
        return topic;
    }

    /// Returns the topic of a name.
    ///
    /// @throws UnknownTopicOrPartitionException if there is none
    public Topic topic(String name) {
        return find(name).orElseThrow(() -> new UnknownTopicOrPartitionException("there is no topic " + name + "; "
                + (topics.isEmpty() ? "there are none yet" : "there are " + listed())));
    }

    private String listed() {
        return topics.keySet().stream().limit(LISTED).collect(Collectors.joining(", "))
                + (topics.size() > LISTED ? " and " + (topics.size() - LISTED) + " more" : "");
    }

    /// Returns the topic of a name; empty if there is none.
    public Optional<Topic> find(String name) {
        return Optional.ofNullable(name).map(topics::get);
    }

    /// Returns the log of a partition.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic, or it has no such partition
    public Log log(TopicPartition partition) {
        return topic(partition.topic()).partition(partition.partition());
    }

    /// The names of the topics, in alphabetical order.
    public List<String> names() {
        return List.copyOf(topics.keySet());
    }

    /// Changes some settings of a topic; a null takes one back to its standard.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidConfigurationException    if a setting is unknown or its value not acceptable; then none changes
    public void configure(String name, Map<String, String> changes) {
        topic(name).configure(changes);
    }

    /// Says what there is to know of a topic.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    public Description describe(String name) {
        Topic topic = topic(name);
        var parts = new ArrayList<Description.Part>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            Log log = topic.partition(partition);
            parts.add(new Description.Part(partition, log.start(), log.end(), log.sizeInBytes()));
        }
        return new Description(name, List.copyOf(parts), topic.configuration().values());
    }

    /// Removes a topic and returns it, so that whoever gave it its logs can clear them away. Its name is free again.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    public Topic delete(String name) {
        Topic topic = topic(name);
        topics.remove(name);
        return topic;
    }

    @Override
    public String toString() {
        return topics.values().toString();
    }
}
