package gregor.topic;

import module java.base;

import gregor.list.Client;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.producer.Producer;

/// Writes to a topic: a [Partitioner] chooses the partition, and a [Producer] for each partition collects and appends.
///
/// One thread at a time may call it.
public final class TopicProducer implements TopicClient {
    private final Topic topic;
    private final Partitioner partitioner;
    private final Function<Log, Producer> producerFactory;
    private final List<Producer> producers = new ArrayList<>();

    /// Makes a producer that appends each event at once, and adds no timestamps.
    public TopicProducer(String name, Topic topic, Partitioner partitioner) {
        this(topic, partitioner, log -> new Producer(name, log));
    }

    /// Makes a producer that collects batches.
    ///
    /// @param batchSize the number of events in a batch, for each partition
    /// @param origin    the origin of the first batch; each partition has its own sequence, which continues from there
    /// @param clock     the timestamps of events that have none
    /// @throws IllegalArgumentException if the batch size is less than 1
    public TopicProducer(String name, Topic topic, Partitioner partitioner, int batchSize, Origin origin,
            InstantSource clock) {
        this(topic, partitioner, log -> new Producer(name, log, batchSize, origin, clock));
    }

    private TopicProducer(Topic topic, Partitioner partitioner, Function<Log, Producer> producerFactory) {
        this.topic = topic;
        this.partitioner = partitioner;
        this.producerFactory = producerFactory;
        addMissingProducers();
    }

    private void addMissingProducers() {
        while (producers.size() < topic.partitions()) {
            producers.add(producerFactory.apply(topic.partition(producers.size())));
        }
    }

    /// Sends an event to the partition that the partitioner chooses, and returns that partition.
    ///
    /// @throws PartitionerException if the partitioner chooses one that the topic does not have
    public int send(Event event) {
        int partitions = topic.partitions();
        int partition = partitioner.partition(topic.name(), event, partitions);
        if (partition < 0 || partition >= partitions) {
            throw new PartitionerException("the partitioner chose partition " + partition + " for " + topic.name()
                    + ", which has 0 to " + (partitions - 1) + "; fix the partitioner");
        }
        send(partition, event);
        return partition;
    }

    /// Sends an event to a partition.
    ///
    /// @throws UnknownTopicOrPartitionException if the partition does not exist
    public void send(int partition, Event event) {
        if (partition < 0 || partition >= producers.size()) {
            topic.partition(partition);
            addMissingProducers();
        }
        producers.get(partition).send(event);
    }

    /// Appends the collected events of each partition. Events that a log refuses stay collected for the next try.
    public void flush() {
        producers.forEach(Producer::flush);
    }

    public int collected() {
        return producers.stream().mapToInt(Producer::collected).sum();
    }

    @Override
    public List<Client> at(TopicPartition partition) {
        boolean writes = partition.topic().equals(topic.name()) && partition.partition() < producers.size();
        return writes ? List.of(producers.get(partition.partition())) : List.of();
    }
}
