package gregor.http;

import module java.base;

import gregor.broker.Broker;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.KeyPartitioner;
import gregor.topic.Partitioner;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.TopicPartition;

/// Appends events to the partitions of a topic: by key if they have one, otherwise round robin. Any thread may call it.
final class EventAppender {
    private final Broker broker;
    private final Partitioner partitioner = new KeyPartitioner(new RoundRobinPartitioner());

    /// Where an event has been appended.
    record Appended(String topic, int partition, long offset) {}

    EventAppender(Broker broker) {
        this.broker = broker;
    }

    /// Appends events, those of one partition as one batch. If a batch fails, the batches before it stay.
    ///
    /// @param partition the partition of all events, or null
    List<Appended> append(String topic, List<Event> events, Integer partition) {
        var batches = new LinkedHashMap<Integer, List<Event>>();
        for (Event event : events) {
            batches.computeIfAbsent(partition == null ? partition(topic, event) : partition,
                    number -> new ArrayList<>()).add(event);
        }
        var appended = new ArrayList<Appended>();
        for (Map.Entry<Integer, List<Event>> batch : batches.entrySet()) {
            long offset = broker.append(new TopicPartition(topic, batch.getKey()),
                    ListBatch.of(batch.getValue().toArray(Event[]::new)));
            for (int i = 0; i < batch.getValue().size(); i++) {
                appended.add(new Appended(topic, batch.getKey(), offset + i));
            }
        }
        return appended;
    }

    /// Chooses a partition. If the topic has just been deleted, the append fails.
    private synchronized int partition(String topic, Event event) {
        return partitioner.partition(topic, event, Math.max(1, broker.partitions(topic)));
    }
}
