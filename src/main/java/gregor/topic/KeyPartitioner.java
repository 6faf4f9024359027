package gregor.topic;

import gregor.list.Event;

/// Sends events of the same key to the same partition, as long as the topic has the same number of them.
///
/// It is the partition that Kafka's own producer would choose. Events without a key go where another
/// partitioner says.
public record KeyPartitioner(Partitioner withoutKey) implements Partitioner {
    @Override
    public int partition(String topic, Event event, int partitions) {
        return event.key() == null
                ? withoutKey.partition(topic, event, partitions)
                : Murmur2.partition(event.key(), partitions);
    }
}
