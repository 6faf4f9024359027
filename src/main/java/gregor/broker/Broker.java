package gregor.broker;

import gregor.compact.MissingKeyException;
import gregor.deque.ArchiveException;
import gregor.file.StorageException;
import gregor.list.Batch;
import gregor.thread.LogClosedException;
import gregor.topic.InvalidConfigurationException;
import gregor.topic.InvalidPartitionsException;
import gregor.topic.InvalidTopicException;
import gregor.topic.TopicConfig;
import gregor.topic.TopicExistsException;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import gregor.topic.UnknownTopicOrPartitionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// All of it in one process: topics and their settings, their logs in files or in memory, groups and their bookmarks,
/// and the chores that keep it going for weeks.
///
/// What it has acknowledged is there after the process has ended in whatever way, and under the standard policy after
/// a power cut too. One broken log does not stop the others. Any thread may call it; after [#close()] nobody may.
public final class Broker implements AutoCloseable {
    /// The topic in which the bookmarks are. Kafka's name for it.
    public static final String OFFSETS = "__consumer_offsets";

    private static final Set<String> OWN = Set.of(OFFSETS, Journal.STATISTICS, Journal.HAPPENINGS);

    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final BrokerSettings settings;
    private final Store store;
    private final TopicRegistry register;
    private final TopicMaker maker;
    private final Archives archives;
    private final Groups groups;
    private final Journal journal;
    private final Housekeeper housekeeper;
    private final List<String> orphans;
    private Thread maintenance;

    /// Opens a broker, and makes its data folder if that is not there. No chores are done before somebody calls
    /// [#start(Duration)] or [#keepHouse()].
    ///
    /// @throws DataFolderException if its folder is in use, of a newer version, or cannot be a broker's
    public static Broker open(BrokerSettings settings) {
        return new Broker(settings);
    }

    private Broker(BrokerSettings settings) {
        this.settings = settings;
        TopicConfig standard = BrokerTopicConfigs.standard(settings.fsync());
        store = settings.folder().<Store>map(folder -> new FileStore(folder, BrokerTopicConfigs.files(standard, settings)))
                .orElseGet(MemoryStore::new);
        try {
            var catalog = new Catalog(store.catalog(), settings.clock());
            register = new TopicRegistry(settings, store, catalog);
            maker = new TopicMaker(lock, settings, store, register, () -> stopping.getCount() == 0);
            archives = new Archives(settings.archive(), settings.clock());
            makeOwnTopics();
            orphans = store.strays(register.rows().stream().map(TopicRecord::id).toList());
            var offsets = new OffsetsTopic(() -> partition(OFFSETS, 0), settings.clock());
            groups = new Groups(lock, register.topics(), offsets, catalog, settings.clock());
            journal = new Journal((topic, event) -> partition(topic, 0).append(event), settings.clock());
            housekeeper = new Housekeeper(register, this::row, groups, journal, archives, catalog, settings);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private void makeOwnTopics() {
        for (String topic : OWN.stream().sorted().toList()) {
            if (register.topics().find(topic).isEmpty()) {
                maker.create(topic, 1, topic.equals(OFFSETS) ? Map.of("cleanup.policy", "compact")
                        : Map.of("retention.ms", "-1", "retention.bytes", "10000000", "segment.bytes", "2000000"),
                        () -> { });
            }
        }
    }

    private <T> T locked(Supplier<T> call) {
        lock.lock();
        try {
            return call.get();
        } finally {
            lock.unlock();
        }
    }

    private Optional<TopicRecord> row(String topic) {
        return locked(() -> register.topics().find(topic).map(found -> register.row(topic)));
    }

    /// Whether a topic is one that the broker needs for itself. Everybody may read it; no door lets anybody write to
    /// it.
    public static boolean isOwn(String topic) {
        return OWN.contains(topic);
    }

    /// How it is run.
    public BrokerSettings settings() {
        return settings;
    }

    /// The names of the topics, in alphabetical order.
    public List<String> topicNames() {
        return locked(register.topics()::names);
    }

    /// The topics themselves, for a [gregor.topic.TopicConsumer] or a [gregor.rebalance.Member] in this process: to look
    /// at, while nobody makes or deletes one. Their partitions are for any thread.
    public Topics topics() {
        return register.topics();
    }

    /// Creates a topic.
    ///
    /// @throws InvalidTopicException         if the name is not one that a topic may have
    /// @throws TopicExistsException          if there is one of this name
    /// @throws InvalidPartitionsException    if there is to be no partition at all, or more than [BrokerSettings] allow
    /// @throws InvalidConfigurationException if a setting is unknown, not acceptable, or contradicts another one
    public void createTopic(String name, int partitions, Map<String, String> changes) {
        maker.create(name, partitions, changes, () -> archives.setAside(name));
        journal.happened("created", name);
    }

    /// Throws what [#createTopic(String, int, Map)] would, and creates nothing.
    ///
    /// @throws InvalidTopicException         if the name is not one that a topic may have
    /// @throws TopicExistsException          if there is one of this name
    /// @throws InvalidPartitionsException    if there is to be no partition at all, or more than [BrokerSettings] allow
    /// @throws InvalidConfigurationException if a setting is unknown, not acceptable, or contradicts another one
    public void checkTopic(String name, int partitions, Map<String, String> changes) {
        locked(() -> {
            maker.check(name, partitions, changes);
            return null;
        });
    }

    /// Creates a topic as [BrokerSettings] say, if there is none of this name and they allow it.
    ///
    /// @throws UnknownTopicOrPartitionException if there is none and they do not
    /// @throws InvalidTopicException            if the name is not one that a topic may have
    public void createIfAbsent(String name) {
        createIfAbsent(name, settings.partitions(), Map.of());
    }

    /// The same, for a door that knows what its topics are to be like.
    ///
    /// @throws UnknownTopicOrPartitionException if there is none and they do not
    /// @throws InvalidTopicException            if the name is not one that a topic may have
    public void createIfAbsent(String name, int partitions, Map<String, String> changes) {
        if (register.count(name) == 0 && locked(() -> register.topics().find(name).isEmpty())) {
            if (!settings.autoCreate()) {
                throw new UnknownTopicOrPartitionException("there is no topic " + name
                        + ", and this broker makes none by itself; "
                        + "create it");
            }
            try {
                createTopic(name, partitions, changes);
            } catch (TopicExistsException e) {
                // somebody else was faster
            }
        }
    }

    /// Makes more partitions until a topic has so many.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidPartitionsException       if there would be fewer than there are, or more than [BrokerSettings] allow
    public void addPartitions(String name, int total) {
        maker.addPartitions(name, total);
    }

    /// Throws what [#addPartitions(String, int)] would because of a limit, and makes nothing.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidPartitionsException       if there would be more than [BrokerSettings] allow
    public void checkPartitions(String name, int total) {
        locked(() -> {
            maker.checkPartitions(name, total);
            return null;
        });
    }

    /// Changes some settings of a topic; a null takes one back to its standard. They hold at once.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidConfigurationException    if a setting is unknown, not acceptable, or contradicts another one;
    ///                                          then none is changed
    public void alterTopic(String name, Map<String, String> changes) {
        locked(() -> {
            register.alter(name, register.topics().topic(name).configuration().with(changes));
            return null;
        });
        journal.happened("altered", name + ": " + new TreeMap<>(changes));
    }

    /// Throws what a change of a topic's settings would, and changes nothing.
    ///
    /// @param change makes the new ones of the old ones
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidConfigurationException    if a setting is unknown, not acceptable, or contradicts another one
    public void checkSettings(String name, UnaryOperator<TopicConfig> change) {
        locked(() -> {
            BrokerTopicConfigs.check(change.apply(register.topics().topic(name).configuration()));
            return null;
        });
    }

    /// Sets some settings of a topic, and takes all others back to their standard.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidConfigurationException    if a setting is unknown, not acceptable, or contradicts another one;
    ///                                          then none is changed
    public void resetTopic(String name, Map<String, String> all) {
        locked(() -> {
            register.alter(name, register.topics().topic(name).configuration().reset(all));
            return null;
        });
        journal.happened("altered", name + ": only " + new TreeMap<>(all));
    }

    /// Deletes a topic: its events and what groups have said of it, not its archive. Who waits there is woken and told.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    /// @throws InvalidTopicException            if it is one of the broker's own
    public void deleteTopic(String name) {
        maker.delete(name, () -> {
            if (OWN.contains(name)) {
                throw new InvalidTopicException(name + " is the broker's own, and it cannot do without it");
            }
            groups.forgetTopic(name);
            archives.closeTopic(name);
            journal.forget(name);
        });
        journal.happened("deleted", name);
    }

    /// Says what there is to know of a topic.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    public TopicDescription describe(String name) {
        TopicRecord row = locked(() -> register.row(name));
        TopicConfig configuration = locked(() -> register.topics().topic(name).configuration());
        // Without the lock, because this may open thousands of logs.
        var parts = new ArrayList<TopicDescription.PartitionDescription>();
        try {
            for (int number = 0; number < row.partitions(); number++) {
                parts.add(TopicDescription.PartitionDescription.of(partition(name, number)));
            }
        } catch (LogClosedException e) {
            // If the topic has been deleted meanwhile, this says so.
            locked(() -> register.row(name));
            throw e;
        }
        return new TopicDescription(name, row.id(), Optional.of(row.created()), configuration, List.copyOf(parts));
    }

    /// How many partitions a topic has; 0 if there is no such topic.
    public int partitions(String topic) {
        return register.count(topic);
    }

    /// The id of a topic, which no other topic has or had; empty if there is no such topic.
    public Optional<UUID> topicId(String name) {
        return register.id(name);
    }

    /// The name of the topic that has an id; empty if there is none.
    public Optional<String> topicName(UUID id) {
        return register.named(id);
    }

    /// Returns the log of a partition.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic, or it has no such partition
    public Partition partition(TopicPartition partition) {
        return register.partition(partition).orElseGet(() -> locked(() -> {
            register.topics().log(partition);
            return register.partition(partition).orElseThrow();
        }));
    }

    /// Returns the log of a partition.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such topic, or it has no such partition
    public Partition partition(String topic, int partition) {
        return partition(new TopicPartition(topic, partition));
    }

    /// Whether somebody has tried to open the log of a partition, and could not.
    public boolean isUnavailable(TopicPartition partition) {
        return register.partition(partition).filter(Partition::isUnavailable).isPresent();
    }

    /// Appends a batch to a partition and returns the offset of its first event.
    ///
    /// @throws InvalidTopicException            if the topic is one of the broker's own
    /// @throws UnknownTopicOrPartitionException if there is no such topic, or it has no such partition
    /// @throws BatchTooLargeException           if it has more bytes than the topic takes
    /// @throws MissingKeyException              if the topic is compacted and an event has no key
    /// @throws PartitionUnavailableException    if its log cannot be opened
    /// @throws StorageException                 if the disk does not take it
    public long append(TopicPartition partition, Batch batch) {
        if (OWN.contains(partition.topic())) {
            throw new InvalidTopicException(partition.topic() + " is the broker's own, and only it writes there");
        }
        return partition(partition).append(batch);
    }

    /// The groups.
    public Groups groups() {
        return groups;
    }

    /// Opens the logs of all partitions, which else open themselves when they are needed.
    ///
    /// @param progress is told after each, how many that are and how many there will be
    public void openAll(Progress progress) {
        List<Partition> all = List.copyOf(register.partitions());
        for (int done = 0; done < all.size(); done++) {
            try {
                all.get(done).log();
                all.get(done).repairs().forEach(repair -> journal.happened("repaired", repair));
            } catch (PartitionUnavailableException e) {
                journal.happened("unavailable", e.getMessage());
            }
            progress.at(done + 1, all.size());
        }
    }

    /// Is told how far something is.
    @FunctionalInterface
    public interface Progress {
        /// So many are done, of so many.
        void at(int done, int all);
    }

    /// What is wrong: partitions in trouble and folders that belong to no topic, a sentence each.
    public List<String> troubles() {
        var troubles = new ArrayList<>(orphans);
        register.partitions().forEach(partition -> partition.lastError().ifPresent(trouble ->
                troubles.add(partition.name() + ": " + trouble)));
        return troubles;
    }

    /// Does the chores that are due now.
    public void keepHouse() {
        synchronized (housekeeper) {
            housekeeper.run(() -> stopping.getCount() > 0);
        }
    }

    /// Does the chores again and again, in a thread of its own, until the broker is closed.
    public void start(Duration every) {
        journal.happened("started", "Gregor, process " + ProcessHandle.current().pid());
        maintenance = Thread.ofPlatform().daemon().name("housekeeper").start(() -> {
            try {
                String told = "";
                while (!stopping.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    told = keepHouseAfter(told);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Whatever goes wrong today, the house is kept tomorrow too. It is written down once.
    private String keepHouseAfter(String told) {
        try {
            keepHouse();
            return "";
        } catch (RuntimeException e) {
            if (!e.toString().equals(told)) {
                journal.happened("chores failed", e.toString());
            }
            return e.toString();
        }
    }

    /// Finishes what it has accepted, wakes those who wait, and lets others open the folder.
    ///
    /// @throws StorageException if the disk fails; everything is closed all the same
    /// @throws ArchiveException so too
    @Override
    public void close() {
        if (stopping.getCount() > 0 && maintenance != null) {
            journal.last(register.partitions());
            journal.happened("stopped", "Gregor, process " + ProcessHandle.current().pid());
        }
        stopping.countDown();
        synchronized (housekeeper) {
            lock.lock();
            try {
                maker.waitForAll();
                closeEach();
            } finally {
                lock.unlock();
            }
        }
    }

    /// What cannot be closed properly is put right when it is opened again, and does not keep the others open.
    private void closeEach() {
        var closers = new ArrayList<Runnable>();
        register.partitions().forEach(partition -> closers.add(partition::close));
        closers.add(archives::close);
        closers.add(store::close);
        var failed = new ArrayList<RuntimeException>();
        for (Runnable closer : closers) {
            try {
                closer.run();
            } catch (StorageException | ArchiveException e) {
                failed.add(e);
            }
        }
        if (!failed.isEmpty()) {
            throw failed.getFirst();
        }
    }
}
