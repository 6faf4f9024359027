package gregor.topic;

import module java.base;

import gregor.list.Log;

/// All topics, by name.
///
/// One thread at a time may call it. Over a concurrent map, other threads may read the topics meanwhile.
public final class Topics {
    private static final int MAX_LISTED = 20;

    private final Function<TopicPartition, Log> logs;
    private final TopicConfig defaults;
    private final SortedMap<String, Topic> topics;

    /// Starts without topics.
    ///
    /// @param logs creates or opens the log of a partition
    public Topics(Function<TopicPartition, Log> logs) {
        this(logs, TopicConfig.STANDARD, new TreeMap<>());
    }

    /// Starts without topics.
    ///
    /// @param logs     creates or opens the log of a partition
    /// @param defaults the settings that its topics know, with their default values
    /// @param topics   an empty map, which holds the topics from now on; a broker whose threads read the topics while
    ///                 one of them changes them passes a concurrent map
    public Topics(Function<TopicPartition, Log> logs, TopicConfig defaults, SortedMap<String, Topic> topics) {
        this.topics = topics;
        this.logs = logs;
        this.defaults = defaults;
    }

    /// Creates a topic with the default settings.
    ///
    /// @throws InvalidTopicException      if the name breaks a rule of [Topic#checkName(String)]
    /// @throws TopicExistsException       if the topic exists
    /// @throws InvalidPartitionsException if the number of partitions is less than 1
    public Topic create(String name, int partitions) {
        return create(name, partitions, Map.of());
    }

    /// Creates a topic.
    ///
    /// @throws InvalidTopicException         if the name breaks a rule of [Topic#checkName(String)]
    /// @throws TopicExistsException          if the topic exists
    /// @throws InvalidPartitionsException    if the number of partitions is less than 1
    /// @throws InvalidConfigurationException if a setting is unknown or its value is not accepted
    public Topic create(String name, int partitions, Map<String, String> settings) {
        Topic.checkName(name);
        if (topics.containsKey(name)) {
            throw new TopicExistsException(
                    "topic " + name + " exists already; choose another name, or delete it first");
        }
        var topic = new Topic(name, partitions, logs, defaults.with(settings));
        topics.put(name, topic);
        return topic;
    }

    /// Returns the topic of a name.
    ///
    /// @throws UnknownTopicOrPartitionException if the topic does not exist
    public Topic topic(String name) {
        return find(name).orElseThrow(() -> new UnknownTopicOrPartitionException("topic " + name + " does not exist; "
                + (topics.isEmpty() ? "no topic exists" : "the topics are " + listed())));
    }

    private String listed() {
        return topics.keySet().stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
                + (topics.size() > MAX_LISTED ? " and " + (topics.size() - MAX_LISTED) + " more" : "");
    }

    /// Returns the topic of a name; empty if it does not exist.
    public Optional<Topic> find(String name) {
        return Optional.ofNullable(name).map(topics::get);
    }

    /// Returns the log of a partition.
    ///
    /// @throws UnknownTopicOrPartitionException if the topic or the partition does not exist
    public Log log(TopicPartition partition) {
        return topic(partition.topic()).partition(partition.partition());
    }

    /// Returns the names of the topics, in alphabetical order.
    public List<String> names() {
        return List.copyOf(topics.keySet());
    }

    /// Changes some settings of a topic; null resets one to its default.
    ///
    /// @throws UnknownTopicOrPartitionException if the topic does not exist
    /// @throws InvalidConfigurationException    if a setting is unknown or its value not accepted; then none changes
    public void configure(String name, Map<String, String> changes) {
        topic(name).configure(changes);
    }

    /// Removes a topic and returns it, so that the caller can delete its logs. Its name can be used again.
    ///
    /// @throws UnknownTopicOrPartitionException if the topic does not exist
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
