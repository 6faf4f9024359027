package gregor.cli.broker;

import module java.base;

import static java.util.stream.Collectors.toMap;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.broker.DataFolderException;
import gregor.broker.IsolationLevel;
import gregor.broker.TopicDescription;
import gregor.cli.console.ProgressLine;
import gregor.deque.OffsetReset;
import gregor.group.CommittedOffset;
import gregor.list.Batch;
import gregor.list.Consumer;
import gregor.kafka.ProducerStates;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.packed.PackedFormat;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;

/// A broker in this process, on a data folder that no other process uses. It is closed during a pause, so that two
/// commands can share a folder.
public final class EmbeddedClient implements BrokerClient {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final int CHUNK_EVENTS = 5000;

    private final BrokerSettings settings;
    private final Path shown;
    private final boolean temporary;
    private Broker broker;
    private String codec = "none";
    private IsolationLevel isolation = IsolationLevel.READ_COMMITTED;

    EmbeddedClient(BrokerSettings settings) {
        this(settings, settings.folder().orElseThrow(), false);
    }

    private EmbeddedClient(BrokerSettings settings, Path shown, boolean temporary) {
        this.settings = settings;
        this.shown = shown;
        this.temporary = temporary;
        broker = open(settings);
    }

    /// Opens a copy of a folder that cannot be written.
    static EmbeddedClient reading(BrokerSettings settings) {
        Path folder = settings.folder().orElseThrow();
        Path copy = ReadOnlyFolder.copy(folder, settings.archive());
        try {
            return new EmbeddedClient(BrokerSettings.in(copy).withArchive(settings.archive()), folder, true);
        } catch (RuntimeException e) {
            ReadOnlyFolder.delete(copy);
            throw e;
        }
    }

    /// Opens a broker. If another process has its folder, this waits a moment for that process to finish, unless it is
    /// a broker.
    ///
    /// @throws FolderInUseException if another process keeps the folder
    /// @throws DataFolderException  if the folder cannot hold a broker's data
    public static Broker open(BrokerSettings settings) {
        long deadline = System.nanoTime() + LOCK_TIMEOUT.toNanos();
        while (true) {
            try {
                Broker opened = Broker.open(settings);
                opened.setMaintenance(new ProducerStates(settings));
                return opened;
            } catch (DataFolderException e) {
                FolderInUseException inUse = FolderInUseException.of(e, settings.folder().orElseThrow())
                        .orElseThrow(() -> e);
                if (inUse.note().isPresent() || System.nanoTime() > deadline) {
                    throw inUse;
                }
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
        }
    }

    private Broker broker() {
        if (broker == null) {
            broker = open(settings);
        }
        return broker;
    }

    @Override
    public String place() {
        return "the data folder " + shown;
    }

    @Override
    public List<String> topics() {
        return broker().topicNames();
    }

    @Override
    public List<TopicDescription> describeExisting(List<String> topics) {
        return topics.stream().map(broker()::describe).toList();
    }

    @Override
    public List<PartitionState> partitions(String topic) {
        return describe(topic).partitions().stream().map(part -> new TopicPartition(topic, part.partition()))
                .map(partition -> new PartitionState(partition, !broker().isUnavailable(partition))).toList();
    }

    @Override
    public void create(String topic, int partitions, Map<String, String> changes) {
        broker().createTopic(topic, partitions, changes);
    }

    @Override
    public Optional<Target> find(String topic) {
        Topic.checkName(topic);
        return topics().contains(topic)
                ? Optional.of(new Target(broker().partitions(topic), broker().describe(topic).configuration()))
                : Optional.empty();
    }

    @Override
    public void createByDefault(String topic) {
        broker().createIfAbsent(topic);
    }

    @Override
    public void addPartitions(String topic, int total) {
        broker().addPartitions(topic, total);
    }

    @Override
    public void alter(String topic, Map<String, String> changes) {
        broker().alterTopic(topic, changes);
    }

    @Override
    public void delete(String topic) {
        broker().deleteTopic(topic);
    }

    @Override
    public void compress(String type) {
        codec = type;
    }

    @Override
    public void isolate(IsolationLevel level) {
        isolation = level;
    }

    @Override
    public void append(TopicPartition partition, Batch batch, Acknowledged written) {
        Batch stored = codec.equals("none") ? batch : new PackedFormat().compressed(batch, codec, Integer.MAX_VALUE);
        long shift = broker().partition(partition).append(stored) - batch.baseOffset();
        int place = 0;
        for (Entry entry : batch) {
            written.accept(place++, entry.offset() + shift);
        }
    }

    @Override
    public void flush() {
        // append returns when the disk has what the fsync policy demands
    }

    @Override
    public Map<TopicPartition, OffsetRange> offsets(Collection<TopicPartition> partitions) {
        return partitions.stream().collect(toMap(partition -> partition, partition -> {
            Log log = broker().log(partition, isolation);
            return new OffsetRange(log.start(), log.end());
        }));
    }

    @Override
    public OptionalLong offsetAt(TopicPartition partition, Instant time) {
        return broker().partition(partition).offsetFor(time);
    }

    @Override
    public Chunk read(TopicPartition partition, long from) {
        var consumer = new Consumer("consume", broker().log(partition, isolation));
        consumer.seek(from);
        return new Chunk(consumer.poll(CHUNK_EVENTS), consumer.position());
    }

    @Override
    public List<String> groups() {
        return List.copyOf(broker().groups().names());
    }

    @Override
    public GroupDescription describeGroup(String name) {
        return GroupDescription.of(this, name, "Empty", committed(name), Map.of());
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
        return broker().groups().committedOffsets(group).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, commit -> commit.getValue().offset()));
    }

    @Override
    public Optional<EventReader> join(String group, String topic, OffsetReset reset, boolean follow) {
        return Optional.empty();
    }

    @Override
    public void reset(String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, CommittedOffset> commits = offsets.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, to -> CommittedOffset.of(to.getValue())));
        broker().groups().in(group, members -> {
            members.reset(commits);
            return null;
        });
    }

    @Override
    public void deleteGroup(String name) {
        broker().groups().delete(name);
    }

    @Override
    public List<String> troubles() {
        return broker().troubles();
    }

    @Override
    public void openAll() {
        openAll(broker());
    }

    static void openAll(Broker broker) {
        try (var progress = new ProgressLine("Opening logs")) {
            broker.openAll(progress::update);
        }
    }

    @Override
    public void release() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    @Override
    public void resume() {
        broker();
    }

    @Override
    public void close() {
        release();
        if (temporary) {
            ReadOnlyFolder.delete(settings.folder().orElseThrow());
        }
    }
}
