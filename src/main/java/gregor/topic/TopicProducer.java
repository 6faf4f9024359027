package gregor.topic;

import gregor.list.Client;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.Origin;
import gregor.producer.Producer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Writes to a topic: a [Partitioner] chooses, and a [Producer] for each partition collects and appends.
///
/// One thread at a time may call it.
public final class TopicProducer implements TopicClient {
    private final Topic topic;
    private final Partitioner partitioner;
    private final Function<Log, Producer> producerFactory;
    private final List<Producer> producers = new ArrayList<>();

    /// Makes a producer that appends each event at once, and stamps none.
    public TopicProducer(String name, Topic topic, Partitioner partitioner) {
        this(topic, partitioner, log -> new Producer(name, log));
    }

    /// Makes a producer that collects.
    ///
    /// @param batchSize how many events make a batch, in each partition
    /// @param origin    who it says it is; each partition has a sequence of its own, which goes on from there
    /// @param clock     stamps the events that have no timestamp yet
    /// @throws IllegalArgumentException if the batch size is less than 1
    public TopicProducer(String name, Topic topic, Partitioner partitioner, int batchSize, Origin origin,
            InstantSource clock) {
        this(topic, partitioner, log -> new Producer(name, log, batchSize, origin, clock));
    }

    private TopicProducer(Topic topic, Partitioner partitioner, Function<Log, Producer> maker) {
        this.topic = topic;
        this.partitioner = partitioner;
        this.producerFactory = maker;
        addMissingProducers();
    }

    private void addMissingProducers() {
        while (producers.size() < topic.partitions()) {
            producers.add(producerFactory.apply(topic.partition(producers.size())));
        }
    }

    /// Takes an event and returns the partition that it goes to.
    ///
    /// @throws PartitionerException  if the partitioner chooses one that the topic does not have
    /// @throws MissingFieldException if the partitioner looks for a field that the value does not have
    public int send(Event event) {
        int partitions = topic.partitions();
        int partition = partitioner.partition(topic.name(), event, partitions);
        if (partition < 0 || partition >= partitions) {
            throw new PartitionerException("the partitioner chose partition " + partition + " for " + topic.name()
                    + ", which has 0 to " + (partitions - 1) + "; mend the partitioner");
        }
        send(partition, event);
        return partition;
    }

    /// Takes an event for a partition that the caller has chosen.
    ///
    /// @throws UnknownTopicOrPartitionException if there is no such partition
    public void send(int partition, Event event) {
        if (partition < 0 || partition >= producers.size()) {
            topic.partition(partition);
            addMissingProducers();
        }
        producers.get(partition).send(event);
    }

    /// Appends what was collected, partition by partition. What a log refuses stays collected for the next try.
    public void flush() {
        producers.forEach(Producer::flush);
    }

    /// How many events it has collected and not appended yet.
    public int collected() {
        return producers.stream().mapToInt(Producer::collected).sum();
    }

    @Override
    public List<Client> at(TopicPartition partition) {
        boolean writes = partition.topic().equals(topic.name()) && partition.partition() < producers.size();
        return writes ? List.of(producers.get(partition.partition())) : List.of();
    }
}
