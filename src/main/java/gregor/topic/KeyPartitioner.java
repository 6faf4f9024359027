package gregor.topic;

import gregor.list.Event;

/// Chooses the same partition for the same key, as long as the number of partitions does not change.
///
/// It is the partition that Kafka's producer chooses. For events without a key, another partitioner chooses.
public record KeyPartitioner(Partitioner withoutKey) implements Partitioner {
    @Override
    public int partition(String topic, Event event, int partitions) {
        return event.key() == null
                ? withoutKey.partition(topic, event, partitions)
                : Murmur2.partition(event.key(), partitions);
    }
}
