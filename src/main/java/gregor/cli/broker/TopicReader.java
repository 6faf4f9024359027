package gregor.cli.broker;

import gregor.deque.OffsetReset;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicConsumer;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;

/// Reads partitions of a topic, each from an offset on. Where its position leaves the log it goes on with the earliest
/// event that is still there. A partition that is damaged where it comes to is named, and the others are read without
/// it.
final class TopicReader implements Reader {
    private final Connection connection;
    private final TopicConsumer consumer;
    private final Consumer<Map<TopicPartition, Long>> bookmarks;
    private Map<TopicPartition, Long> written;
    private boolean whole = true;

    /// @param starts    where to begin in each partition
    /// @param bookmarks writes down the offsets that it reads next
    TopicReader(Connection connection, String topic, Map<TopicPartition, Long> starts,
            Consumer<Map<TopicPartition, Long>> bookmarks) {
        this.connection = connection;
        int partitions = connection.describe(topic).partitions().size();
        var topics = new Topics(connection::log);
        topics.create(topic, partitions);
        consumer = new TopicConsumer("consume", topics, OffsetReset.EARLIEST);
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        this.bookmarks = bookmarks;
        written = Map.of();
    }

    /// Reads the next events, up to a number; none if there are none yet.
    ///
    /// @throws RuntimeException what the log throws, if no partition can be read any further
    @Override
    public List<PartitionEntry> poll(int maxEvents) {
        while (true) {
            try {
                return consumer.poll(maxEvents);
            } catch (RuntimeException failure) {
                goOnWithoutWhatFails(failure);
            }
        }
    }

    /// The failure does not say which partition it was. A broker that is silent would let each of them wait in vain.
    private void goOnWithoutWhatFails(RuntimeException failure) {
        if (failure.getCause() instanceof TimeoutException) {
            throw failure;
        }
        var rest = new ArrayList<TopicPartition>();
        var complaints = new ArrayList<String>();
        for (TopicPartition partition : consumer.assignment()) {
            long position = consumer.position(partition);
            try {
                connection.log(partition).read(position, 1).iterator().hasNext();
                rest.add(partition);
            } catch (OffsetOutOfRangeException moved) {
                rest.add(partition);
            } catch (RuntimeException reason) {
                complaints.add("gregor: " + partition + " cannot be read from offset " + position
                        + " on, and the others are read without it: " + reason.getMessage());
            }
        }
        if (rest.isEmpty() || complaints.isEmpty()) {
            throw failure;
        }
        complaints.forEach(System.err::println);
        whole = false;
        consumer.assign(rest);
    }

    @Override
    public boolean isWhole() {
        return whole;
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
