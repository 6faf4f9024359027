package gregor.broker;

import module java.base;

import gregor.file.FileSettings;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.topic.Topic;
import gregor.topic.TopicConfig;
import gregor.topic.TopicExistsException;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// The topics of a broker, the same in memory, in the catalog and in the store.
///
/// One thread at a time may call it; any thread may call [#partition(TopicPartition)], [#count(String)],
/// [#partitions()], [#id(String)], [#name(UUID)], [#names()], [#version()] and [#listeners()], and may read
/// [#topics()].
final class TopicRegistry {
    private final BrokerSettings settings;
    private final Store store;
    private final Catalog catalog;
    private final Topics topics;
    private final AtomicLong version = new AtomicLong();
    private volatile NameList names = new NameList(-1, List.of());
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final Map<String, TopicRecord> records = new ConcurrentHashMap<>();
    private final Map<UUID, String> namesById = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Partition> unpublished = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<TopicPartition, Partition> partitions = new ConcurrentSkipListMap<>();

    /// The names of the topics at a version.
    private record NameList(long version, List<String> names) {}

    /// Reads the catalog. No log is opened yet.
    TopicRegistry(BrokerSettings settings, Store store, Catalog catalog) {
        this.settings = settings;
        this.store = store;
        this.catalog = catalog;
        topics = new Topics(this::newPartition, BrokerTopicConfigs.defaults(settings.fsync()),
                new ConcurrentSkipListMap<>());
        catalog.topics().forEach((name, topic) -> {
            put(topic);
            publish(topics.create(name, topic.partitions(), topic.settings()));
        });
    }

    private void put(TopicRecord topic) {
        records.put(topic.name(), topic);
        namesById.put(topic.id(), topic.name());
    }

    /// Makes a partition that any thread may open later: its opener reads nothing but the record of its topic.
    private Partition newPartition(TopicPartition partition) {
        TopicConfig defaults = BrokerTopicConfigs.defaults(settings.fsync());
        var made = new Partition(partition, () -> {
            TopicRecord topic = records.get(partition.topic());
            return store.open(partition, topic.id(), files(defaults.with(topic.settings())));
        }, defaults);
        unpublished.put(partition, made);
        return made;
    }

    private FileSettings files(TopicConfig configuration) {
        return BrokerTopicConfigs.files(configuration, settings);
    }

    Topics topics() {
        return topics;
    }

    /// Returns the record of a topic.
    ///
    /// @throws gregor.topic.UnknownTopicOrPartitionException if there is no such topic
    TopicRecord record(String topic) {
        topics.topic(topic);
        return records.get(topic);
    }

    Optional<UUID> id(String topic) {
        return Optional.ofNullable(records.get(topic)).map(TopicRecord::id);
    }

    Optional<String> name(UUID id) {
        return Optional.ofNullable(namesById.get(id));
    }

    /// Returns the names of the topics in alphabetical order. A topic that is being added may have no partitions yet.
    /// They are listed and sorted again only after a change.
    List<String> names() {
        NameList known = names;
        long now = version();
        if (known.version() != now) {
            known = new NameList(now, topics.names());
            names = known;
        }
        return known.names();
    }

    Collection<TopicRecord> records() {
        return records.values();
    }

    Optional<Partition> partition(TopicPartition partition) {
        return Optional.ofNullable(partitions.get(partition));
    }

    /// Returns the number of published partitions of a topic; 0 if there is no such topic.
    int count(String topic) {
        TopicPartition last = partitions.floorKey(new TopicPartition(topic, Integer.MAX_VALUE));
        return last != null && last.topic().equals(topic) ? last.partition() + 1 : 0;
    }

    /// Returns all published partitions in the order of their names.
    Collection<Partition> partitions() {
        return partitions.values();
    }

    /// Returns the record of a new topic; adds nothing.
    ///
    /// @throws TopicExistsException                        if there is a topic of this name
    /// @throws gregor.topic.InvalidTopicException          if the name is not allowed
    /// @throws gregor.topic.InvalidPartitionsException     if `count` < 1
    /// @throws gregor.topic.InvalidConfigurationException  if a setting is unknown, not acceptable, or contradicts
    ///                                                     another one
    TopicRecord draft(String name, int count, Map<String, String> changes) {
        if (topics.find(name).isPresent()) {
            throw new TopicExistsException(
                    "topic " + name + " exists already; choose another name, or delete it first");
        }
        Log unused = new ListLog();
        var topic = new Topic(name, count, partition -> unused,
                BrokerTopicConfigs.defaults(settings.fsync()).with(changes));
        BrokerTopicConfigs.check(topic.configuration());
        return new TopicRecord(name, UUID.randomUUID(), settings.clock().instant(), count,
                topic.configuration().overrides());
    }

    /// Adds a topic whose partitions are in the store.
    void add(TopicRecord record) {
        Topic topic = topics.create(record.name(), record.partitions(), record.settings());
        try {
            catalog.put(record);
            put(record);
            publish(topic);
        } catch (RuntimeException e) {
            topics.delete(record.name());
            version.incrementAndGet();
            unpublished.clear();
            throw e;
        }
    }

    /// Adds partitions that are in the store, until the topic has `total`.
    void addPartitions(String name, int total) {
        TopicRecord record = record(name);
        Topic topic = topics.topic(name);
        if (total > topic.partitions()) {
            catalog.put(record.withPartitions(total));
            records.put(name, record.withPartitions(total));
        }
        topic.addPartitions(total);
        publish(topics.topic(name));
    }

    void alter(String name, TopicConfig next) {
        TopicRecord record = record(name);
        BrokerTopicConfigs.check(next);
        catalog.put(record.with(next.overrides()));
        records.put(name, record.with(next.overrides()));
        topics.topic(name).reconfigure(next.overrides());
        publish(topics.topic(name));
    }

    /// Applies the settings of a topic to its partitions. From then on any thread can find them.
    private void publish(Topic topic) {
        for (int number = 0; number < topic.partitions(); number++) {
            var name = new TopicPartition(topic.name(), number);
            Partition partition = partitions.getOrDefault(name, unpublished.get(name));
            partition.configure(topic.configuration());
            partitions.put(name, partition);
            unpublished.remove(name);
            partition.openLog().ifPresent(log -> log.configure(files(topic.configuration())));
        }
        changed();
    }

    private void changed() {
        version.incrementAndGet();
        listeners.forEach(Runnable::run);
    }

    /// Returns a number that grows with each change of a topic.
    long version() {
        return version.get();
    }

    /// Returns the callbacks that run after each change of a topic.
    Set<Runnable> listeners() {
        return listeners;
    }

    /// Removes a topic, and returns its partitions, which are still in the store.
    List<Partition> remove(String name) {
        TopicRecord record = record(name);
        catalog.remove(record);
        topics.delete(name);
        records.remove(name);
        namesById.remove(record.id());
        List<Partition> removed = IntStream.range(0, record.partitions())
                .mapToObj(number -> partitions.remove(new TopicPartition(name, number))).toList();
        changed();
        return removed;
    }
}
