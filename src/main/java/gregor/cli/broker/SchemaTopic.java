package gregor.cli.broker;

import module java.base;

import gregor.list.Event;
import gregor.schema.SchemaDecoder;
import gregor.topic.TopicPartition;

/// Reads the topic of the schema registry, for a [SchemaDecoder].
final class SchemaTopic implements Supplier<List<Event>> {
    private static final TopicPartition PARTITION = new TopicPartition(SchemaDecoder.TOPIC, 0);

    private final BrokerClient client;
    private long next = -1;

    SchemaTopic(BrokerClient client) {
        this.client = client;
    }

    /// Returns the events that it has not returned yet; none if there is no such topic.
    @Override
    public List<Event> get() {
        if (next < 0 && !client.topics().contains(PARTITION.topic())) {
            return List.of();
        }
        BrokerClient.OffsetRange range = client.offsets(List.of(PARTITION)).get(PARTITION);
        var events = new ArrayList<Event>();
        next = Math.max(next, range.start());
        while (next < range.end()) {
            BrokerClient.Chunk chunk = client.read(PARTITION, next);
            chunk.entries().forEach(entry -> events.add(entry.event()));
            if (chunk.next() <= next) {
                break;
            }
            next = chunk.next();
        }
        return events;
    }
}
