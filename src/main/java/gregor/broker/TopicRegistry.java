package gregor.broker;

import gregor.file.FileSettings;
import gregor.file.StorageException;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.topic.Topic;
import gregor.topic.TopicConfig;
import gregor.topic.TopicExistsException;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The topics of a broker, the same in memory, in the catalog and in the store.
///
/// One thread at a time may call it; any thread may call [#partition(TopicPartition)], [#count(String)],
/// [#partitions()], [#id(String)] and [#name(UUID)].
final class TopicRegistry {
    private final BrokerSettings settings;
    private final Store store;
    private final Catalog catalog;
    private final Topics topics;
    private final Map<String, TopicRecord> records = new ConcurrentHashMap<>();
    private final Map<UUID, String> names = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Partition> unpublished = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<TopicPartition, Partition> partitions = new ConcurrentSkipListMap<>();

    /// Reads the catalog. No log is opened yet.
    TopicRegistry(BrokerSettings settings, Store store, Catalog catalog) {
        this.settings = settings;
        this.store = store;
        this.catalog = catalog;
        topics = new Topics(this::newPartition, BrokerTopicConfigs.defaults(settings.fsync()));
        catalog.topics().forEach((name, topic) -> {
            put(topic);
            publish(topics.create(name, topic.partitions(), topic.settings()));
        });
    }

    private void put(TopicRecord topic) {
        records.put(topic.name(), topic);
        names.put(topic.id(), topic.name());
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
        return Optional.ofNullable(names.get(id));
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

    /// Creates a topic: in memory, where it can be refused, in the store, and in the catalog, which makes it exist.
    void create(String name, int count, Map<String, String> changes) {
        Topic topic = topics.create(name, count, changes);
        try {
            BrokerTopicConfigs.check(topic.configuration());
            var record = new TopicRecord(name, UUID.randomUUID(), settings.clock().instant(), count,
                    topic.configuration().overrides());
            for (int partition = 0; partition < count; partition++) {
                store.create(new TopicPartition(name, partition), record.id());
            }
            catalog.put(record);
            put(record);
            publish(topic);
        } catch (RuntimeException e) {
            topics.delete(name);
            unpublished.clear();
            throw e;
        }
    }

    /// Throws what [#create(String, int, Map)] would throw, and changes nothing.
    void check(String name, int count, Map<String, String> changes) {
        if (topics.find(name).isPresent()) {
            throw new TopicExistsException("there is a topic " + name
                    + " already; choose another name, or delete it first");
        }
        TopicConfig configuration = BrokerTopicConfigs.defaults(settings.fsync()).with(changes);
        Log unused = new ListLog();
        BrokerTopicConfigs.check(new Topic(name, count, partition -> unused, configuration).configuration());
    }

    void addPartitions(String name, int total) {
        TopicRecord record = record(name);
        Topic topic = topics.topic(name);
        if (total > topic.partitions()) {
            for (int partition = topic.partitions(); partition < total; partition++) {
                store.create(new TopicPartition(name, partition), record.id());
            }
            catalog.put(record.withPartitions(total));
            records.put(name, record.withPartitions(total));
        }
        topic.addPartitions(total);
        publish(topic);
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
    }

    /// Deletes a topic: first from the catalog, then its files. Files that cannot be deleted are orphans.
    void delete(String name) {
        TopicRecord record = record(name);
        catalog.remove(record);
        topics.delete(name);
        records.remove(name);
        names.remove(record.id());
        StorageException failed = null;
        for (int number = 0; number < record.partitions(); number++) {
            var partition = new TopicPartition(name, number);
            try {
                partitions.remove(partition).close();
                store.delete(partition, record.id());
            } catch (StorageException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw new BrokerException("the topic " + name + " is deleted, but not all of its files are: "
                    + failed.getMessage(), failed);
        }
    }
}
