package gregor.cli.broker;

import module java.base;

import gregor.broker.IsolationLevel;
import gregor.broker.TopicDescription;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.deque.OffsetReset;
import gregor.lesson.NearestWord;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;

/// What the commands need of a broker: [EmbeddedClient] opens a data folder in this process, [KafkaClient] talks to a
/// running broker.
///
/// Exceptions of the broker's packages pass through. One thread at a time may call it.
interface BrokerClient extends AutoCloseable {
    record Target(int partitions, TopicConfig configuration) {
        /// The most bytes of a batch.
        int maxBytes() {
            return (int) configuration.number("max.message.bytes");
        }

        /// How long the topic keeps events; empty if it does not delete them by age.
        Optional<Duration> retention() {
            long millis = configuration.number("retention.ms");
            return millis < 0 || !configuration.value("cleanup.policy").contains("delete")
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(millis));
        }

        /// Whether events go to an archive before they are deleted.
        boolean isArchived() {
            return "csv".equals(configuration.values().get("archive"));
        }
    }

    /// A partition, and whether its log can be read and written.
    record PartitionState(TopicPartition partition, boolean available) {}

    /// The offsets of a log: the earliest that can be read, and the next to be written.
    record OffsetRange(long start, long end) {}

    /// Some entries of a partition, in order.
    ///
    /// @param entries none at the end of the log
    /// @param next    the offset to read next
    record Chunk(List<Entry> entries, long next) {}

    /// Receives the offset of each event of a batch that the broker has acknowledged.
    interface Acknowledged {
        /// Receives the offset of one event.
        ///
        /// @param place which event of the batch it is; 0 is the first
        void accept(int place, long offset);
    }

    /// Names the broker in messages, such as `the broker at 127.0.0.1:9092`.
    String place();

    /// The names of all topics, in alphabetical order.
    List<String> topics();

    List<TopicDescription> describeExisting(List<String> topics);

    /// Lists the partitions of a topic, in order.
    ///
    /// @throws CommandException if there is no such topic
    List<PartitionState> partitions(String topic);

    void create(String topic, int partitions, Map<String, String> settings);

    /// Prepares to write to a topic; empty if it does not exist.
    ///
    /// @throws gregor.topic.InvalidTopicException if no topic can have the name
    Optional<Target> find(String topic);

    /// Creates a topic as its first event does: with the broker's defaults, and if the broker's settings allow that.
    void createByDefault(String topic);

    /// Prepares to write to a topic, and creates it by default if it does not exist.
    default Target target(String topic) {
        return find(topic).orElseGet(() -> {
            createByDefault(topic);
            return find(topic).orElseThrow(() -> new CommandException("there is no topic " + topic + ", and " + place()
                    + " does not create topics by itself; ./gregor topics create " + topic + " does"));
        });
    }

    /// Adds partitions until a topic has `total`.
    void addPartitions(String topic, int total);

    /// Changes settings of a topic; null resets one to its default.
    void alter(String topic, Map<String, String> changes);

    void delete(String topic);

    /// Compresses the batches that are appended from now on.
    ///
    /// @param codec Kafka's name: none, gzip, snappy, lz4 or zstd
    void compress(String codec);

    /// Reads with another isolation level from now on; the first one is `read_committed`, unless the properties of
    /// Kafka's clients say otherwise.
    void isolate(IsolationLevel level);

    /// Appends a batch to a partition. It may return before the broker has acknowledged the batch.
    ///
    /// @param written is called in this thread, at the latest in [#flush()]; some events of a batch may be written, and
    ///                earlier ones not
    void append(TopicPartition partition, Batch batch, Acknowledged written);

    /// Waits until the broker has acknowledged all batches.
    void flush();

    /// Looks up where partitions start and end for a reader of the isolation level.
    Map<TopicPartition, OffsetRange> offsets(Collection<TopicPartition> partitions);

    /// Looks up the first offset whose timestamp is at least `time`; empty if there is none.
    OptionalLong offsetAt(TopicPartition partition, Instant time);

    /// Reads the next entries of a partition from an offset on.
    ///
    /// @throws gregor.list.OffsetOutOfRangeException if the log does not have the offset
    Chunk read(TopicPartition partition, long from);

    /// The names of the groups, in alphabetical order.
    List<String> groups();

    GroupDescription describeGroup(String name);

    Map<TopicPartition, Long> committed(String group);

    /// Joins a group that shares the partitions of a topic among its members; empty if no other process can be in it.
    ///
    /// @param follow whether the reader waits for new events
    Optional<EventReader> join(String group, String topic, OffsetReset reset, boolean follow);

    /// Commits offsets for a group that has no members.
    void reset(String group, Map<TopicPartition, Long> offsets);

    /// Deletes a group that has no members.
    void deleteGroup(String name);

    /// The problems of the broker, a sentence each.
    List<String> troubles();

    /// Opens all logs, and shows the progress. A running broker has done so.
    default void openAll() {}

    /// Lets other processes open the data until the next call.
    default void release() {}

    /// Makes sure that the next call can go on after a release.
    ///
    /// @throws FolderInUseException if another process has the data now
    default void resume() {}

    @Override
    void close();

    /// Whether the broker created a topic for its own use.
    default boolean isInternal(String topic) {
        return topic.startsWith("__") || topic.equals("_kaf");
    }

    /// Returns the topics of these names, or none if no name is given.
    ///
    /// @throws CommandException if one does not exist; the message suggests the nearest
    default List<TopicDescription> describe(List<String> names) {
        List<String> existing = topics();
        names.stream().filter(name -> !existing.contains(name)).forEach(this::checkTopic);
        return names.isEmpty() ? List.of() : describeExisting(names);
    }

    default TopicDescription describe(String name) {
        return describe(List.of(name)).getFirst();
    }

    /// Returns the group of this name.
    ///
    /// @throws CommandException if it does not exist; the message suggests the nearest
    default GroupDescription group(String name) {
        checkGroup(name);
        return describeGroup(name);
    }

    /// Checks that a topic exists.
    ///
    /// @throws CommandException if there is no such topic; the message suggests the nearest
    default void checkTopic(String topic) {
        List<String> topics = topics();
        if (!topics.contains(topic)) {
            List<String> others = topics.stream().filter(name -> !isInternal(name)).toList();
            throw unknown("topic " + topic, NearestWord.suggestion(topic, topics), others);
        }
    }

    /// Checks that a group exists.
    ///
    /// @throws CommandException if there is no such group; the message suggests the nearest
    default void checkGroup(String name) {
        List<String> groups = groups();
        if (!groups.contains(name)) {
            throw unknown("group " + HumanText.escapeControls(name), NearestWord.suggestion(name, groups), groups);
        }
    }

    private CommandException unknown(String what, String suggestion, List<String> names) {
        return new CommandException("there is no " + what + " in " + place()
                + (suggestion.isEmpty() ? "; there " + HumanText.shortList(names) : suggestion));
    }

    /// Checks that a topic with `count` partitions has this one.
    ///
    /// @throws CommandException if a topic with `count` partitions does not have this one
    static void checkPartition(int number, int count) {
        if (number < 0 || number >= count) {
            throw new CommandException("there is no partition " + number + "; the topic has 0 to " + (count - 1));
        }
    }

    /// Returns the partitions that can be read, and names the others in a message.
    ///
    /// @throws CommandException if none can be read
    default List<TopicPartition> available(List<PartitionState> partitions) {
        List<TopicPartition> available = partitions.stream().filter(PartitionState::available)
                .map(PartitionState::partition).toList();
        for (PartitionState state : partitions) {
            if (!state.available()) {
                String more = "; ./gregor topics describe " + state.partition().topic() + " says more";
                if (available.isEmpty()) {
                    throw new CommandException(state.partition() + " is not available" + more);
                }
                System.err.println("gregor: " + state.partition()
                        + " is not available, and the others are read without it" + more);
            }
        }
        return available;
    }
}
