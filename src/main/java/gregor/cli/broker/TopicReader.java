package gregor.cli.broker;

import gregor.deque.OffsetReset;
import gregor.topic.Arrival;
import gregor.topic.TopicConsumer;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Reads partitions of a topic, each from an offset on. Where its position leaves the log it goes on with the earliest
/// event that is still there.
final class TopicReader implements Reader {
    private final TopicConsumer consumer;
    private final Consumer<Map<TopicPartition, Long>> bookmarks;
    private Map<TopicPartition, Long> written;

    /// @param starts    where to begin in each partition
    /// @param bookmarks writes down the offsets that it reads next
    TopicReader(Connection connection, String topic, Map<TopicPartition, Long> starts,
            Consumer<Map<TopicPartition, Long>> bookmarks) {
        int partitions = connection.describe(topic).partitions().size();
        var topics = new Topics(connection::log);
        topics.create(topic, partitions);
        consumer = new TopicConsumer("consume", topics, OffsetReset.EARLIEST);
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        this.bookmarks = bookmarks;
        written = Map.of();
    }

    @Override
    public List<Arrival> poll(int maxEvents) {
        return consumer.poll(maxEvents);
    }

    @Override
    public void commit() {
        var positions = new HashMap<TopicPartition, Long>();
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        if (!positions.equals(written)) {
            bookmarks.accept(positions);
            written = positions;
        }
    }
}
