package gregor.broker;

import module java.base;

import gregor.compact.MissingKeyException;
import gregor.deque.ArchiveException;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.list.Batch;
import gregor.list.Log;
import gregor.thread.LogClosedException;
import gregor.topic.InvalidConfigurationException;
import gregor.topic.InvalidPartitionsException;
import gregor.topic.InvalidTopicException;
import gregor.topic.TopicConfig;
import gregor.topic.TopicExistsException;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import gregor.topic.UnknownTopicOrPartitionException;

/// All of it in one process: topics and their settings, their logs in files or in memory, groups and their committed
/// offsets, and the maintenance that keeps it running for weeks.
///
/// An append goes from here to its [Partition], which checks it and appends it to its log; the log forces it and wakes
/// waiting readers. What was acknowledged survives the end of the process, and under the default fsync policy a power
/// cut. A broken log does not stop the others. Any thread may call a broker until it is closed.
public final class Broker implements AutoCloseable {
    /// The topic of the committed offsets, by Kafka's name.
    public static final String OFFSETS = "__consumer_offsets";
    /// The topic of the states of transactions, by Kafka's name; it exists once there was one.
    public static final String TRANSACTIONS = "__transaction_state";

    private static final int CLOSED_IN_PARALLEL = 100;
    private static final int CLOSING_THREADS = 16;
    private static final Map<String, Map<String, String>> INTERNAL = internalTopics();

    private final BrokerSettings settings;
    private final Store store;
    private final TopicRegistry registry;
    private final TopicMaker maker;
    private final Archives archives;
    private final Groups groups;
    private final Journal journal;
    private final Housekeeper housekeeper;
    private final List<String> orphans;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private static Map<String, Map<String, String>> internalTopics() {
        Map<String, String> tenMegabytes = Map.of("retention.ms", "-1", "retention.bytes", "10000000", "segment.bytes",
                "2000000");
        return Map.of(OFFSETS, Map.of("cleanup.policy", "compact"), TRANSACTIONS,
                Map.of("cleanup.policy", "compact", "max.message.bytes", "" + (1 << 26)), Journal.STATISTICS,
                tenMegabytes, Journal.EVENTS, tenMegabytes);
    }

    /// Opens a broker; creates its data folder if that is missing. Maintenance begins with [#start(Duration)] or
    /// [#keepHouse()].
    ///
    /// @throws DataFolderException if the folder is in use, of a newer version, or cannot hold a broker's data
    public static Broker open(BrokerSettings settings) {
        return new Broker(settings, Optional.empty());
    }

    /// Opens a broker whose topics are in a folder of another system.
    ///
    /// @param settings those of a broker in memory
    public static Broker open(BrokerSettings settings, ForeignFolder folder) {
        return new Broker(settings, Optional.of(folder));
    }

    private Broker(BrokerSettings settings, Optional<ForeignFolder> foreign) {
        this.settings = settings;
        store = settings.folder()
                .<Store>map(folder -> new FileStore(folder,
                        BrokerTopicConfigs.files(BrokerTopicConfigs.defaults(settings.fsync()), settings)))
                .orElseGet(() -> new MemoryStore(foreign));
        try {
            var catalog = new Catalog(store.catalog(), settings.clock());
            registry = new TopicRegistry(settings, store, catalog);
            maker = new TopicMaker(settings, store, registry, stopping::get);
            archives = new Archives(settings.archive(), settings.clock());
            createInternalTopics();
            foreign.ifPresent(this::createForeignTopics);
            orphans = store.orphans(registry.records().stream().map(TopicRecord::id).toList());
            var offsets = new OffsetsTopic(() -> partition(OFFSETS, 0), settings.clock());
            groups = new Groups(registry.topics(), offsets, catalog, settings.steadyClock());
            journal = new Journal((topic, event) -> partition(topic, 0).append(event), settings.clock());
            housekeeper = new Housekeeper(registry, this::record, groups, journal, archives, catalog, settings);
        } catch (CorruptLogException e) {
            store.close();
            throw new DataFolderException("cannot use the data folder: its catalog is damaged: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private void createInternalTopics() {
        List.of(OFFSETS, Journal.STATISTICS, Journal.EVENTS).stream().sorted().forEach(this::createInternal);
    }

    /// Creates one of the broker's own topics, if it is missing.
    public void createInternal(String topic) {
        if (registry.count(topic) == 0 && registry.topics().find(topic).isEmpty()) {
            try {
                maker.create(topic, 1, INTERNAL.get(topic), () -> {});
            } catch (TopicExistsException e) {
                // another thread created it meanwhile
            }
        }
    }

    private void createForeignTopics(ForeignFolder folder) {
        folder.topics().forEach((topic, partitions) -> {
            try {
                maker.create(topic, partitions, folder.settings(topic), () -> {});
            } catch (InvalidTopicException | InvalidPartitionsException | InvalidConfigurationException e) {
                System.getLogger(Broker.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            }
        });
    }

    private <T> T locked(Supplier<T> call) {
        return maker.locked(call);
    }

    private void locked(Runnable call) {
        maker.locked(() -> {
            call.run();
            return null;
        });
    }

    private Optional<TopicRecord> record(String topic) {
        return locked(() -> registry.topics().find(topic).map(found -> registry.record(topic)));
    }

    /// Returns whether a topic is one of the broker's own (Kafka: internal), which any client may read and none may
    /// write.
    public static boolean isInternal(String topic) {
        return INTERNAL.containsKey(topic);
    }

    public BrokerSettings settings() {
        return settings;
    }

    /// Returns the names of the topics in alphabetical order.
    public List<String> topicNames() {
        return registry.names();
    }

    /// Returns the topics for a [gregor.topic.TopicConsumer] or a [gregor.rebalance.Member] in this process. Any thread
    /// may read them; only this broker changes them.
    public Topics topics() {
        return registry.topics();
    }

    /// Creates a topic.
    ///
    /// @param changes settings that differ from the defaults
    /// @throws InvalidTopicException         if the name is not allowed
    /// @throws TopicExistsException          if there is a topic of this name
    /// @throws InvalidPartitionsException    if `partitions` < 1 or above a limit of [BrokerSettings]
    /// @throws InvalidConfigurationException if a setting is unknown, not acceptable, or contradicts another one
    public void createTopic(String name, int partitions, Map<String, String> changes) {
        if (registry.count(name) == 0) {
            checkNotInternal(name, "it creates it when it needs it");
        }
        maker.create(name, partitions, store.settings(name, changes), () -> archives.setAside(name));
        journal.happened("created", name);
    }

    /// Returns the settings that a topic would have, and creates nothing. Throws what [#createTopic(String, int, Map)]
    /// would throw.
    public TopicConfig checkTopic(String name, int partitions, Map<String, String> changes) {
        return locked(() -> {
            maker.check(name, partitions, changes);
            return BrokerTopicConfigs.defaults(settings.fsync()).with(store.settings(name, changes));
        });
    }

    /// Creates a topic with the default number of partitions, if it is missing and `auto.create.topics.enable` is set.
    ///
    /// @throws UnknownTopicOrPartitionException if it is missing and topics are not created automatically
    /// @throws InvalidTopicException            if the name is not allowed
    public void createIfAbsent(String name) {
        createIfAbsent(name, settings.partitions(), Map.of());
    }

    /// Creates a topic as [#createIfAbsent(String)] does, with settings of the caller.
    public void createIfAbsent(String name, int partitions, Map<String, String> changes) {
        if (registry.count(name) == 0 && locked(() -> registry.topics().find(name).isEmpty())) {
            if (!settings.autoCreate()) {
                throw new UnknownTopicOrPartitionException("there is no topic " + name
                        + ", and this broker does not create topics automatically; create it");
            }
            try {
                createTopic(name, partitions, changes);
            } catch (TopicExistsException e) {
                // another client created it meanwhile
            }
        }
    }

    /// Adds partitions until the topic has `total`.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidTopicException            if it is internal
    /// @throws InvalidPartitionsException       if it has more, or `total` < 1 or above a limit of [BrokerSettings]
    public void addPartitions(String name, int total) {
        checkNotInternal(name, "its number of partitions cannot change");
        maker.addPartitions(name, total);
    }

    private static void checkNotInternal(String name, String consequence) {
        if (isInternal(name)) {
            throw new InvalidTopicException(name + " is the broker's own topic, and " + consequence);
        }
    }

    /// Throws what [#addPartitions(String, int)] would throw because of the name or a limit, and adds nothing.
    public void checkPartitions(String name, int total) {
        checkNotInternal(name, "its number of partitions cannot change");
        locked(() -> maker.checkPartitions(name, total));
    }

    /// Changes settings of a topic, with effect at once; null resets a setting to its default.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidConfigurationException    if a setting is unknown, not acceptable, or contradicts another one;
    ///                                          then none is changed
    public void alterTopic(String name, Map<String, String> changes) {
        alter(name, before -> before.with(changes));
        journal.happened("altered", name + ": " + new TreeMap<>(changes));
    }

    /// Sets settings of a topic and resets all others to their defaults; throws what
    /// [#alterTopic(String, Map)] throws.
    public void resetTopic(String name, Map<String, String> all) {
        alter(name, before -> before.reset(store.settings(name, all)));
        journal.happened("altered", name + ": only " + new TreeMap<>(all));
    }

    private void alter(String name, UnaryOperator<TopicConfig> change) {
        locked(() -> registry.alter(name, change.apply(registry.topics().topic(name).configuration())));
    }

    /// Throws what [#alterTopic(String, Map)] would throw, and changes nothing.
    public void checkSettings(String name, UnaryOperator<TopicConfig> change) {
        locked(() -> BrokerTopicConfigs.check(change.apply(registry.topics().topic(name).configuration())));
    }

    /// Deletes a topic with its events and committed offsets, and keeps its archive. Waiting readers wake with a
    /// [gregor.thread.LogClosedException].
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidTopicException            if it is internal
    public void deleteTopic(String name) {
        maker.delete(name, () -> {
            checkNotInternal(name, "it cannot be deleted");
            archives.closeTopic(name);
            journal.forget(name);
        }, () -> groups.forgetTopic(name));
        journal.happened("deleted", name);
    }

    /// Returns a topic's settings and the state of its partitions.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    public TopicDescription describe(String name) {
        TopicRecord topic = locked(() -> registry.record(name));
        TopicConfig configuration = locked(() -> registry.topics().topic(name).configuration());
        try {
            // Not under the lock, because this may open thousands of logs.
            return TopicDescription.of(topic, configuration, number -> partition(name, number));
        } catch (LogClosedException e) {
            // Throws UnknownTopicOrPartitionException if the topic was deleted meanwhile.
            locked(() -> registry.record(name));
            throw e;
        }
    }

    /// Returns a number that grows with each change of a topic, so that a caller need not compare all topics.
    public long topicsVersion() {
        return registry.version();
    }

    /// Registers a callback that runs after each change of a topic, in the thread that made it: created, altered,
    /// deleted, or with more partitions. It must not block.
    public void addTopicListener(Runnable listener) {
        registry.listeners().add(listener);
    }

    public void removeTopicListener(Runnable listener) {
        registry.listeners().remove(listener);
    }

    /// Returns the number of partitions of a topic; 0 if there is no such topic.
    public int partitions(String topic) {
        return registry.count(topic);
    }

    /// Returns the id of a topic, which no other topic has or had; empty if there is no such topic.
    public Optional<UUID> topicId(String name) {
        return registry.id(name);
    }

    /// Returns the name of the topic with an id; empty if there is none.
    public Optional<String> topicName(UUID id) {
        return registry.name(id);
    }

    /// Returns a partition.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic, or it has no such partition
    public Partition partition(TopicPartition partition) {
        return registry.partition(partition).orElseGet(() -> locked(() -> {
            registry.topics().log(partition);
            return registry.partition(partition).orElseThrow();
        }));
    }

    /// Returns a partition.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic, or it has no such partition
    public Partition partition(String topic, int partition) {
        return partition(new TopicPartition(topic, partition));
    }

    /// Returns the log of a partition as a reader of an isolation level sees it.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic, or it has no such partition
    public Log log(TopicPartition name, IsolationLevel isolation) {
        return log(partition(name), isolation);
    }

    /// Returns the log of a partition as a reader of an isolation level sees it.
    public Log log(Partition partition, IsolationLevel isolation) {
        return isolation == IsolationLevel.READ_UNCOMMITTED
                ? partition
                : new CommittedPartition(partition, this::committed);
    }

    private Log committed(Partition partition) {
        return partitions(TRANSACTIONS) == 0 ? partition : housekeeper.maintenance().committed(partition);
    }

    /// Returns whether an attempt to open the log of a partition has failed.
    public boolean isUnavailable(TopicPartition partition) {
        return registry.partition(partition).filter(Partition::isUnavailable).isPresent();
    }

    /// Appends a batch to a partition and returns the offset of its first event.
    ///
    /// @throws InvalidTopicException            if the topic is internal
    /// @throws UnknownTopicOrPartitionException if there is no such topic, or it has no such partition
    /// @throws RecordBatchTooLargeException     if the batch has more bytes than `max.message.bytes`
    /// @throws MissingKeyException              if the topic is compacted and an event has no key
    /// @throws PartitionUnavailableException    if the log cannot be opened
    /// @throws StorageException                 if the disk fails or is full
    public long append(TopicPartition partition, Batch batch) {
        checkNotInternal(partition.topic(), "only the broker writes to it");
        return partition(partition).append(batch);
    }

    public Groups groups() {
        return groups;
    }

    /// Adds maintenance to that of the broker, in the place of what was added before.
    public void setMaintenance(Maintenance added) {
        housekeeper.setMaintenance(added);
    }

    /// Opens the logs of all partitions; without this call each is opened when it is first used.
    public void openAll(Progress progress) {
        housekeeper.openAll(progress);
    }

    /// Receives the progress of a long operation.
    @FunctionalInterface
    public interface Progress {
        /// Reports that `done` of `all` steps are done.
        void at(int done, int all);
    }

    /// Returns what is wrong: lost events, errors of partitions and folders of no known topic, a sentence each.
    public List<String> troubles() {
        var troubles = new ArrayList<>(store.losses());
        troubles.addAll(orphans);
        registry.partitions().forEach(
                partition -> partition.troubles().forEach(trouble -> troubles.add(partition.name() + ": " + trouble)));
        return troubles;
    }

    /// Does the maintenance that is due: forces, retention, compaction, expired members, statistics.
    public void keepHouse() {
        housekeeper.run();
    }

    /// Starts a thread that does the maintenance at an interval until the broker is closed.
    public void start(Duration interval) {
        housekeeper.start(interval);
    }

    /// Finishes accepted appends, wakes waiting readers, closes all files and unlocks the folder.
    ///
    /// @throws StorageException if the disk fails; everything is closed all the same
    /// @throws ArchiveException if an archive cannot be closed; everything is closed all the same
    @Override
    public void close() {
        housekeeper.stop();
        housekeeper.maintenance().close();
        stopping.set(true);
        synchronized (housekeeper) {
            locked(() -> {
                maker.waitForAll();
                closeEach();
            });
        }
    }

    /// Closes everything, whatever fails. Many logs are closed in parallel, since each waits for the disk.
    private void closeEach() {
        List<RuntimeException> failed = Collections.synchronizedList(new ArrayList<>());
        Collection<Partition> partitions = registry.partitions();
        if (partitions.size() < CLOSED_IN_PARALLEL) {
            partitions.forEach(partition -> close(partition::close, failed));
        } else {
            try (var threads = Executors.newFixedThreadPool(CLOSING_THREADS)) {
                partitions.forEach(partition -> threads.execute(() -> close(partition::close, failed)));
            }
        }
        close(archives::close, failed);
        close(store::close, failed);
        if (!failed.isEmpty()) {
            throw failed.getFirst();
        }
    }

    private static void close(Runnable closer, List<RuntimeException> failed) {
        try {
            closer.run();
        } catch (StorageException | ArchiveException e) {
            failed.add(e);
        }
    }
}
