package gregor.broker;

import gregor.file.FileSettings;
import gregor.file.StorageException;
import gregor.topic.Topic;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The topics of a broker, the same in memory as in the catalog and in the store.
///
/// One thread at a time may call it; only [#partition(TopicPartition)], [#count(String)], [#partitions()],
/// [#id(String)] and [#named(UUID)] are for any.
final class TopicRegistry {
    private final BrokerSettings settings;
    private final Store store;
    private final Catalog catalog;
    private final Topics topics;
    private final Map<String, TopicRecord> rows = new ConcurrentHashMap<>();
    private final Map<UUID, String> names = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<TopicPartition, Partition> partitions = new ConcurrentSkipListMap<>();

    /// Reads the catalog. No partition is opened yet.
    TopicRegistry(BrokerSettings settings, Store store, Catalog catalog) {
        this.settings = settings;
        this.store = store;
        this.catalog = catalog;
        topics = new Topics(this::name, BrokerTopicConfigs.standard(settings.fsync()));
        catalog.topics().forEach((name, row) -> {
            put(row);
            configure(topics.create(name, row.partitions(), row.settings()));
        });
    }

    private void put(TopicRecord row) {
        rows.put(row.name(), row);
        names.put(row.id(), row.name());
    }

    /// Any thread may be the one that opens it: it looks only at the rows.
    private Partition name(TopicPartition partition) {
        String topic = partition.topic();
        return new Partition(partition, () -> store.open(partition, rows.get(topic).id(),
                files(BrokerTopicConfigs.standard(settings.fsync()).with(rows.get(topic).settings()))),
                BrokerTopicConfigs.standard(settings.fsync()));
    }

    private FileSettings files(TopicConfig configuration) {
        return BrokerTopicConfigs.files(configuration, settings);
    }

    Topics topics() {
        return topics;
    }

    /// What is remembered of a topic that is there.
    TopicRecord row(String topic) {
        topics.topic(topic);
        return rows.get(topic);
    }

    Optional<UUID> id(String topic) {
        return Optional.ofNullable(rows.get(topic)).map(TopicRecord::id);
    }

    Optional<String> named(UUID id) {
        return Optional.ofNullable(names.get(id));
    }

    Collection<TopicRecord> rows() {
        return rows.values();
    }

    Optional<Partition> partition(TopicPartition partition) {
        return Optional.ofNullable(partitions.get(partition));
    }

    /// How many partitions a topic has that can be found; 0 if there is no such topic.
    int count(String topic) {
        TopicPartition last = partitions.floorKey(new TopicPartition(topic, Integer.MAX_VALUE));
        return last != null && last.topic().equals(topic) ? last.partition() + 1 : 0;
    }

    /// All partitions, in the order of their names.
    Collection<Partition> partitions() {
        return partitions.values();
    }

    /// First in memory, where it can be refused; then in the store; and when the catalog has it, it is there.
    void create(String name, int count, Map<String, String> changes) {
        Topic topic = topics.create(name, count, changes);
        try {
            BrokerTopicConfigs.check(topic.configuration());
            var row = new TopicRecord(name, UUID.randomUUID(), settings.clock().instant(), count, topic.configuration().overrides());
            for (int partition = 0; partition < count; partition++) {
                store.create(new TopicPartition(name, partition), row.id());
            }
            catalog.put(row);
            put(row);
            configure(topic);
        } catch (RuntimeException e) {
            topics.delete(name);
            throw e;
        }
    }

    /// Refuses what [#create(String, int, Map)] would, and makes nothing.
    void check(String name, int count, Map<String, String> changes) {
        Topic topic = topics.create(name, count, changes);
        topics.delete(name);
        BrokerTopicConfigs.check(topic.configuration());
    }

    void addPartitions(String name, int total) {
        TopicRecord row = row(name);
        Topic topic = topics.topic(name);
        if (total > topic.partitions()) {
            for (int partition = topic.partitions(); partition < total; partition++) {
                store.create(new TopicPartition(name, partition), row.id());
            }
            catalog.put(row.withPartitions(total));
            rows.put(name, row.withPartitions(total));
        }
        topic.addPartitions(total);
        configure(topic);
    }

    void alter(String name, TopicConfig next) {
        TopicRecord row = row(name);
        BrokerTopicConfigs.check(next);
        catalog.put(row.with(next.overrides()));
        rows.put(name, row.with(next.overrides()));
        topics.topic(name).reconfigure(next.overrides());
        configure(topics.topic(name));
    }

    /// Lets the partitions of a topic know its settings. From then on everybody can find them: all is there.
    private void configure(Topic topic) {
        for (int number = 0; number < topic.partitions(); number++) {
            var partition = (Partition) topic.partition(number);
            partition.configure(topic.configuration());
            partitions.putIfAbsent(partition.name(), partition);
            if (partition.isOpen()) {
                store.configure(partition.log(), files(topic.configuration()));
            }
        }
    }

    /// When the catalog has forgotten it, it is gone; what cannot be cleared away then is a stray.
    void delete(String name) {
        TopicRecord row = row(name);
        catalog.remove(row);
        topics.delete(name);
        rows.remove(name);
        names.remove(row.id());
        StorageException failed = null;
        for (int number = 0; number < row.partitions(); number++) {
            var partition = new TopicPartition(name, number);
            try {
                partitions.remove(partition).close();
                store.delete(partition, row.id());
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
