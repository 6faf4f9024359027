package gregor.cli.broker;

import gregor.topic.PartitionEntry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/// A member of a group at a broker elsewhere: it shares the topic with whoever else is in the group.
///
/// If it is to have certain partitions only it is no member, for a group decides itself who gets which: then it reads
/// from the group's bookmarks on and moves them, which the broker allows while nobody is in the group.
final class KafkaMember implements Reader {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Consumer<byte[], byte[]> consumer;
    private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    private boolean joined;

    private KafkaMember(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /// Reads what the group gives to it.
    static KafkaMember joining(Consumer<byte[], byte[]> consumer, String topic) {
        var member = new KafkaMember(consumer);
        consumer.subscribe(List.of(topic), member.new Shares());
        return member;
    }

    /// Reads certain partitions.
    static KafkaMember apart(Consumer<byte[], byte[]> consumer, String topic, Collection<Integer> partitions) {
        var reader = new KafkaMember(consumer);
        consumer.assign(partitions.stream().map(number -> new TopicPartition(topic, number)).toList());
        reader.joined = true;
        return reader;
    }

    /// What is taken away is somebody else's now, and what of it was not shown yet too.
    private final class Shares implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            joined = true;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            joined = false;
            waiting.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
            done.keySet().removeAll(partitions);
        }
    }

    /// Reads the next events; none when all that there were has been read.
    @Override
    public List<PartitionEntry> poll(int maxEvents) {
        if (waiting.isEmpty()) {
            KafkaCalls.call(this::fetch);
        }
        var arrivals = new ArrayList<PartitionEntry>();
        while (arrivals.size() < maxEvents && !waiting.isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = waiting.remove();
            done.put(new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1));
            arrivals.add(KafkaLog.arrival(record));
        }
        return arrivals;
    }

    private boolean fetch() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            consumer.poll(POLL_INTERVAL).forEach(waiting::add);
            if (!waiting.isEmpty() || joined && isAtEnd()) {
                return true;
            }
        }
        throw new CommandException(joined ? "there is more, and it does not come"
                : "the group has not let this reader in after " + Readable.duration(PATIENCE)
                + "; ./gregor groups describe says who is in it");
    }

    private boolean isAtEnd() {
        List<TopicPartition> led = consumer.assignment().stream().filter(this::isLed).toList();
        return consumer.endOffsets(led).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /// A partition that no broker leads has no end: whoever asked for it would wait for the answer in vain.
    private boolean isLed(TopicPartition partition) {
        return consumer.partitionsFor(partition.topic()).stream().anyMatch(part ->
                part.partition() == partition.partition() && part.leader() != null && !part.leader().isEmpty());
    }

    /// If the group shares out anew at this moment, the bookmarks stay where they were, and who gets the partitions
    /// reads those events again: that is Kafka's promise, at least once.
    @Override
    public void commit() {
        try {
            KafkaCalls.call(() -> {
                consumer.commitSync(done);
                return done;
            });
        } catch (CommandException e) {
            boolean shared = e.getCause() instanceof CommitFailedException;
            if (!shared && !(e.getCause() instanceof RebalanceInProgressException)) {
                throw e;
            }
        }
    }
}
