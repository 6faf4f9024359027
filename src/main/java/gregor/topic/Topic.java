package gregor.topic;

import gregor.deque.Retention;
import gregor.list.Log;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A name for several logs, its partitions. Each is in order; together they are not.
///
/// Partitions can be added and never taken away. Whoever makes a topic says what a partition is made of,
/// so that any [Log] fits. One thread at a time may call it.
public final class Topic {
    private static final int NAME_LENGTH = 249;

    private final String name;
    private final Function<TopicPartition, Log> logs;
    private List<Log> partitions = List.of();
    private TopicConfig configuration;

    /// Makes a topic with the standard configuration.
    ///
    /// @throws InvalidTopicException      if the name is not one that a topic may have
    /// @throws InvalidPartitionsException if there is to be no partition at all
    public Topic(String name, int partitions, Function<TopicPartition, Log> logs) {
        this(name, partitions, logs, TopicConfig.STANDARD);
    }

    /// Makes a topic.
    ///
    /// @param logs makes or opens the log of a partition
    /// @throws InvalidTopicException      if the name is not one that a topic may have
    /// @throws InvalidPartitionsException if there is to be no partition at all
    public Topic(String name, int partitions, Function<TopicPartition, Log> logs, TopicConfig configuration) {
        checkName(name);
        this.name = name;
        this.logs = logs;
        this.configuration = configuration;
        addPartitions(partitions);
    }

    /// Checks a name by Kafka's rules.
    ///
    /// @throws InvalidTopicException if it breaks one of them; the message says which
    public static void checkName(String name) {
        if (name == null || name.isEmpty()) {
            throw new InvalidTopicException("a topic needs a name");
        }
        if (name.equals(".") || name.equals("..")) {
            throw new InvalidTopicException("a topic cannot be called " + name
                    + ": in a folder that means something else");
        }
        if (name.length() > NAME_LENGTH) {
            throw new InvalidTopicException("the name " + name.substring(0, 20) + "… has " + name.length()
                    + " letters; a topic's has " + NAME_LENGTH + " at most");
        }
        if (!name.chars().allMatch(Topic::isAllowed)) {
            throw new InvalidTopicException("the name \"" + name.replaceAll("\\p{Cntrl}", "?")
                    + "\" has letters that no topic's has; choose from a-z, A-Z, 0-9 and . _ -");
        }
    }

    private static boolean isAllowed(int letter) {
        return 'a' <= letter && letter <= 'z' || 'A' <= letter && letter <= 'Z' || '0' <= letter && letter <= '9'
                || letter == '.' || letter == '_' || letter == '-';
    }

    /// What it is called.
    public String name() {
        return name;
    }

    /// How many partitions it has.
    public int partitions() {
        return partitions.size();
    }

    /// Returns the log of a partition, counted from 0.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such partition
    public Log partition(int partition) {
        if (partition < 0 || partition >= partitions.size()) {
            throw new UnknownTopicOrPartitionException("topic " + name + " has no partition " + partition
                    + "; it has 0 to " + (partitions.size() - 1));
        }
        return partitions.get(partition);
    }

    /// Makes more partitions until there are so many; if there are already, nothing happens.
    /// What is in the topic stays where it is, whatever its key.
    ///
    /// @throws InvalidPartitionsException if there would be fewer than there are: nothing knows where their events
    ///                                    should go
    public void addPartitions(int total) {
        if (total < 1) {
            throw new InvalidPartitionsException("topic " + name + " cannot have " + total
                    + " partitions; give 1 or more");
        }
        if (total < partitions.size()) {
            throw new InvalidPartitionsException("topic " + name + " has " + partitions.size()
                    + " partitions and cannot shrink to " + total + "; make a new topic and copy the events");
        }
        var more = new ArrayList<>(partitions);
        while (more.size() < total) {
            more.add(logs.apply(new TopicPartition(name, more.size())));
        }
        partitions = List.copyOf(more);
    }

    /// Its settings.
    public TopicConfig configuration() {
        return configuration;
    }

    /// Changes some settings; a null takes one back to its standard.
    ///
    /// @throws InvalidConfigurationException if one is unknown or its value is not acceptable; then none is changed
    public void configure(Map<String, String> changes) {
        configuration = configuration.with(changes);
    }

    /// Sets some settings and takes all others back to their standard.
    ///
    /// @throws InvalidConfigurationException if one is unknown or its value is not acceptable; then none is changed
    public void reconfigure(Map<String, String> all) {
        configuration = configuration.reset(all);
    }

    /// Lets each partition forget what the settings say it no longer keeps.
    public void forgetOld(Instant now) {
        Retention retention = configuration.retention();
        for (Log log : partitions) {
            log.deleteBefore(retention.firstRetainedOffset(log, now));
        }
    }

    @Override
    public String toString() {
        return name + " (" + partitions.size() + (partitions.size() == 1 ? " partition)" : " partitions)");
    }
}
