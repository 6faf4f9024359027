package gregor.http;

import gregor.broker.Broker;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.KeyPartitioner;
import gregor.topic.Partitioner;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.TopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sends events to partitions: by key if they have one, else in turn. Any thread may call it.
public final class EventAppender {
    private final Broker broker;
    private final Partitioner standard = new KeyPartitioner(new RoundRobinPartitioner());

    /// Where an event went.
    record Place(String topic, int partition, long offset) {
        long broker() {
            return partition + 1L;
        }
    }

    EventAppender(Broker broker) {
        this.broker = broker;
    }

    /// Chooses a partition of a topic; one that has been deleted meanwhile is missed when something is appended.
    public synchronized TopicPartition choose(String topic, Event event, Partitioner partitioner) {
        return new TopicPartition(topic, partitioner.partition(topic, event, Math.max(1, broker.partitions(topic))));
    }

    TopicPartition choose(String topic, Event event) {
        return choose(topic, event, standard);
    }

    /// Appends events, those of a partition as one batch. What a failing batch had before it stays.
    ///
    /// @param partition where all of them go, or null
    List<Place> send(String topic, List<Event> events, Integer partition) {
        var batches = new LinkedHashMap<TopicPartition, List<Event>>();
        for (Event event : events) {
            TopicPartition to = partition == null ? choose(topic, event) : new TopicPartition(topic, partition);
            batches.computeIfAbsent(to, absent -> new ArrayList<>()).add(event);
        }
        var places = new ArrayList<Place>();
        for (Map.Entry<TopicPartition, List<Event>> batch : batches.entrySet()) {
            long offset = broker.append(batch.getKey(), ListBatch.of(batch.getValue().toArray(Event[]::new)));
            for (int i = 0; i < batch.getValue().size(); i++) {
                places.add(new Place(topic, batch.getKey().partition(), offset + i));
            }
        }
        return places;
    }
}
