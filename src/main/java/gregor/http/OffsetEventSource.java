package gregor.http;

import gregor.broker.Broker;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicConsumer;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Events from given offsets on. The client remembers where it is; the broker remembers nothing.
final class OffsetEventSource implements EventSource {
    private final Broker broker;
    private final int maxEvents;
    private final TopicConsumer consumer;
    private final SortedMap<TopicPartition, Long> sent;

    /// Begins at these places.
    OffsetEventSource(Broker broker, SortedMap<TopicPartition, Long> places, int maxEvents) {
        this.broker = broker;
        this.maxEvents = maxEvents;
        sent = new TreeMap<>(places);
        var topics = new Topics(broker::partition);
        places.keySet().stream().map(TopicPartition::topic).distinct()
                .forEach(topic -> topics.create(topic, broker.partitions(topic)));
        consumer = new TopicConsumer("http", topics);
        consumer.assign(places.keySet());
        places.forEach(consumer::seek);
    }

    @Override
    public List<PartitionEntry> next(Duration timeout) {
        List<PartitionEntry> some = consumer.poll(maxEvents);
        if (some.isEmpty() && timeout.isPositive()) {
            PartitionOffsets.await(broker, positions(), timeout);
            some = consumer.poll(maxEvents);
        }
        return some;
    }

    private SortedMap<TopicPartition, Long> positions() {
        var positions = new TreeMap<TopicPartition, Long>();
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        return positions;
    }

    @Override
    public void commit() {
        // the client knows where it is
    }

    @Override
    public String place(PartitionEntry last) {
        sent.put(last.partition(), last.entry().offset() + 1);
        return PartitionOffsets.text(sent);
    }

    @Override
    public void close() {
        // nobody waits for it
    }
}
