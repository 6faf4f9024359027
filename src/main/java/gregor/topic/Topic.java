package gregor.topic;

import module java.base;

import gregor.list.Log;

/// Several logs under one name, its partitions. Order holds within a partition, and not across partitions.
///
/// Partitions can be added and never removed. The creator of a topic provides the logs, so that any [Log] can be a
/// partition. One thread at a time may change it; any thread may read it meanwhile.
public final class Topic {
    private static final int NAME_LENGTH = 249;

    private final String name;
    private final Function<TopicPartition, Log> logs;
    private volatile List<Log> partitions = List.of();
    private volatile TopicConfig configuration;

    /// Makes a topic with the default configuration.
    ///
    /// @throws InvalidTopicException      if the name breaks a rule of [#checkName(String)]
    /// @throws InvalidPartitionsException if the number of partitions is less than 1
    public Topic(String name, int partitions, Function<TopicPartition, Log> logs) {
        this(name, partitions, logs, TopicConfig.STANDARD);
    }

    /// Makes a topic.
    ///
    /// @param logs creates or opens the log of a partition
    /// @throws InvalidTopicException      if the name breaks a rule of [#checkName(String)]
    /// @throws InvalidPartitionsException if the number of partitions is less than 1
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
            throw new InvalidTopicException("a topic cannot have the name " + name
                    + ", which has another meaning as the name of a folder; choose another name");
        }
        if (name.length() > NAME_LENGTH) {
            throw new InvalidTopicException("the name " + name.substring(0, 20) + "… has " + name.length()
                    + " characters; shorten it to " + NAME_LENGTH + " or less");
        }
        if (!name.chars().allMatch(Topic::isAllowed)) {
            throw new InvalidTopicException("the name \"" + name.replaceAll("\\p{Cntrl}", "?")
                    + "\" has characters that are not allowed; choose from a-z, A-Z, 0-9 and . _ -");
        }
    }

    private static boolean isAllowed(int letter) {
        return 'a' <= letter && letter <= 'z' || 'A' <= letter && letter <= 'Z' || '0' <= letter && letter <= '9'
                || letter == '.' || letter == '_' || letter == '-';
    }

    public String name() {
        return name;
    }

    public int partitions() {
        return partitions.size();
    }

    /// Returns the log of a partition, counted from 0.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such partition
    public Log partition(int partition) {
        if (partition < 0 || partition >= partitions.size()) {
            throw new UnknownTopicOrPartitionException(
                    "topic " + name + " has no partition " + partition + "; it has 0 to " + (partitions.size() - 1));
        }
        return partitions.get(partition);
    }

    /// Adds partitions until the topic has `total`. Events stay in their partitions, even if their keys belong to
    /// another one now.
    ///
    /// @throws InvalidPartitionsException if it has more, or `total` is less than 1
    public void addPartitions(int total) {
        if (total < 1) {
            throw new InvalidPartitionsException(
                    "topic " + name + " cannot have " + total + " partitions; give 1 or more");
        }
        if (total < partitions.size()) {
            throw new InvalidPartitionsException("topic " + name + " has " + partitions.size()
                    + " partitions and cannot shrink to " + total + "; create a new topic and copy the events");
        }
        var more = new ArrayList<>(partitions);
        while (more.size() < total) {
            more.add(logs.apply(new TopicPartition(name, more.size())));
        }
        partitions = List.copyOf(more);
    }

    public TopicConfig configuration() {
        return configuration;
    }

    /// Changes some settings; null resets one to its default.
    ///
    /// @throws InvalidConfigurationException if one is unknown or its value is not accepted; then none is changed
    public void configure(Map<String, String> changes) {
        configuration = configuration.with(changes);
    }

    /// Changes some settings and resets all others to their defaults.
    ///
    /// @throws InvalidConfigurationException if one is unknown or its value is not accepted; then none is changed
    public void reconfigure(Map<String, String> all) {
        configuration = configuration.reset(all);
    }

    @Override
    public String toString() {
        return name + " (" + partitions.size() + (partitions.size() == 1 ? " partition)" : " partitions)");
    }
}
