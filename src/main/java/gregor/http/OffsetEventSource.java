package gregor.http;

import module java.base;

import gregor.broker.Arrivals;
import gregor.broker.Broker;
import gregor.broker.IsolationLevel;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicConsumer;
import gregor.topic.TopicPartition;

/// The events after given offsets. The client keeps its offsets; the broker keeps none.
final class OffsetEventSource implements EventSource {
    private final Broker broker;
    private final IsolationLevel isolation;
    private final int maxEvents;
    private final TopicConsumer consumer;
    private final SortedMap<TopicPartition, Long> sent;

    /// @param offsets the first offset to read in each partition
    OffsetEventSource(Broker broker, SortedMap<TopicPartition, Long> offsets, IsolationLevel isolation, int maxEvents) {
        this.broker = broker;
        this.isolation = isolation;
        this.maxEvents = maxEvents;
        sent = new TreeMap<>(offsets);
        List<String> topics = offsets.keySet().stream().map(TopicPartition::topic).toList();
        consumer = new TopicConsumer("http", EventSource.topics(broker, topics, isolation));
        consumer.assign(offsets.keySet());
        offsets.forEach(consumer::seek);
    }

    @Override
    public List<PartitionEntry> next(Duration timeout) {
        List<PartitionEntry> entries = consumer.poll(maxEvents);
        if (entries.isEmpty() && timeout.isPositive()) {
            Arrivals.await(broker, isolation, positions(), new CountDownLatch(1), timeout);
            entries = consumer.poll(maxEvents);
        }
        return entries;
    }

    private SortedMap<TopicPartition, Long> positions() {
        var positions = new TreeMap<TopicPartition, Long>();
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        return positions;
    }

    @Override
    public void commit() {
        // the client keeps its offsets
    }

    @Override
    public String lastEventId(PartitionEntry last) {
        sent.put(last.partition(), last.entry().offset() + 1);
        return PartitionOffsets.text(sent);
    }

    @Override
    public void close() {
        // nothing to release
    }
}
