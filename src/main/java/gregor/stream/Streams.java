package gregor.stream;

import module java.base;

import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.Log;
import gregor.topic.KeyPartitioner;
import gregor.topic.Partitioner;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// Runs a [Topology] on topics, in all their partitions. Kafka Streams: `KafkaStreams`.
///
/// A new instance restores the stores from their changelogs and continues at the committed offsets. After an exception,
/// make a new instance. One thread at a time may call it.
public final class Streams {
    private static final int COMMIT_INTERVAL = 1000;

    private final String application;
    private final Topology topology;
    private final Topics topics;
    private final ProcessingGuarantee guarantee;
    private final Partitioner partitioner = new KeyPartitioner(new RoundRobinPartitioner());
    private final List<Task> tasks = new ArrayList<>();

    /// Makes the topics that only the program uses, unless they exist, and restores the stores.
    ///
    /// @param application the name of the program, with which the names of its own topics begin
    /// @throws gregor.topic.UnknownTopicOrPartitionException if a topic that it reads does not exist
    /// @throws IllegalArgumentException if it joins topics with different numbers of partitions
    public Streams(String application, Topology topology, Topics topics, ProcessingGuarantee guarantee) {
        this.application = application;
        this.topology = topology;
        this.topics = topics;
        this.guarantee = guarantee;
        int partitions = topology.sources().keySet().stream().filter(topic -> !topology.isInternal(topic))
                .mapToInt(this::partitions).max().orElse(0);
        createInternal(partitions);
        topology.joined().forEach(this::checkJoin);
        for (int partition = 0; partition < partitions; partition++) {
            tasks.add(task(partition));
        }
    }

    private int partitions(String topic) {
        return topics.topic(name(topic)).partitions();
    }

    /// Returns the name that a topic has on the broker.
    private String name(String topic) {
        return topology.isInternal(topic) ? application + "-" + topic : topic;
    }

    private String changelog(String store) {
        return application + "-" + store + "-changelog";
    }

    private void createInternal(int partitions) {
        Stream.concat(topology.sources().keySet().stream().filter(topology::isInternal).map(this::name),
                topology.stores().keySet().stream().map(this::changelog)).filter(name -> topics.find(name).isEmpty())
                .forEach(name -> topics.create(name, partitions));
    }

    private void checkJoin(Set<String> joined) {
        var counts = new TreeMap<String, Integer>();
        joined.forEach(topic -> counts.put(topic, partitions(topic)));
        if (new HashSet<>(counts.values()).size() > 1) {
            throw new IllegalArgumentException("a join needs topics with the same number of partitions, and not "
                    + counts + "; repartition one of them");
        }
    }

    private Task task(int partition) {
        var stores = new LinkedHashMap<String, StateStore>();
        topology.stores().forEach((name, windowed) -> {
            var changelog = new TopicPartition(changelog(name), partition);
            var store = new StateStore(name, windowed, event -> guarantee.send(changelog, event));
            store.restore(guarantee.readable(changelog));
            stores.put(name, store);
        });
        var task = new Task(stores, this::send);
        topology.sources().forEach((topic, node) -> {
            if (partition < partitions(topic)) {
                var source = new TopicPartition(name(topic), partition);
                Log log = guarantee.readable(source);
                long start = guarantee.committed(source).orElseGet(log::start);
                task.read(source, node, new Consumer(application, log, start));
            }
        });
        return task;
    }

    private void send(String topic, StreamRecord record) {
        Event event = record.event();
        String name = name(topic);
        int partition = partitioner.partition(name, event, partitions(topic));
        guarantee.send(new TopicPartition(name, partition), event);
    }

    /// Processes up to `max` records, and returns their number.
    public int process(int max) {
        int processed = 0;
        for (boolean more = true; more && processed < max;) {
            more = false;
            for (Task task : tasks) {
                if (processed < max && task.step()) {
                    processed++;
                    more = true;
                }
            }
        }
        return processed;
    }

    /// Commits what was processed, so that the next instance continues there.
    public void commit() {
        var offsets = new TreeMap<TopicPartition, Long>();
        for (Task task : tasks) {
            offsets.putAll(task.positions());
            task.positions().clear();
        }
        guarantee.commit(offsets);
    }

    /// Processes all records, and commits after each thousand and at the end.
    public void drain() {
        do {
            commit();
        } while (process(COMMIT_INTERVAL) > 0);
    }

    /// Returns the rows of a store, of all partitions: the values by key. The key of a windowed row is `key@start/end`.
    public SortedMap<String, String> values(String store) {
        var values = new TreeMap<String, String>();
        tasks.forEach(task -> values.putAll(task.store(store).values()));
        return values;
    }

    /// Returns the number of records that were dropped since it was made: those that were late, or had no key or value.
    /// A record that is late for two windows counts twice. Kafka Streams: `dropped-records-total`.
    public long dropped() {
        return tasks.stream().mapToLong(Task::dropped).sum();
    }

    @Override
    public String toString() {
        return application + "\n" + topology.toString().indent(2).stripTrailing();
    }
}
