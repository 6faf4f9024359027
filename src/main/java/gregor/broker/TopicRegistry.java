package gregor.broker;

import gregor.file.FileSettings;
import gregor.topic.Topic;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

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

    /// Returns what would be remembered of a new topic, and makes nothing.
    TopicRecord draft(String name, int count, Map<String, String> changes) {
        Topic topic = topics.create(name, count, changes);
        topics.delete(name);
        BrokerTopicConfigs.check(topic.configuration());
        return new TopicRecord(name, UUID.randomUUID(), settings.clock().instant(), count, topic.configuration().overrides());
    }

    /// Adds a topic whose partitions are in the store.
    void add(TopicRecord row) {
        Topic topic = topics.create(row.name(), row.partitions(), row.settings());
        try {
            catalog.put(row);
            put(row);
            configure(topic);
        } catch (RuntimeException e) {
            topics.delete(row.name());
            throw e;
        }
    }

    /// Adds partitions that are in the store; none if there are as many already.
    void addPartitions(String name, int total) {
        TopicRecord row = row(name);
        Topic topic = topics.topic(name);
        if (total > topic.partitions()) {
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

    /// Removes a topic, and returns its partitions, which are still in the store.
    List<Partition> remove(String name) {
        TopicRecord row = row(name);
        catalog.remove(row);
        topics.delete(name);
        rows.remove(name);
        names.remove(row.id());
        return IntStream.range(0, row.partitions())
                .mapToObj(number -> partitions.remove(new TopicPartition(name, number))).toList();
    }
}
