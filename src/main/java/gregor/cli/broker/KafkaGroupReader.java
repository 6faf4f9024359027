package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.topic.PartitionEntry;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/// A member of a group at a running broker: it reads the partitions that the group assigns to it.
final class KafkaGroupReader implements EventReader {
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Consumer<byte[], byte[]> consumer;
    private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private final Map<TopicPartition, OffsetAndMetadata> polled = new HashMap<>();
    /// Where the consumer reads next; aborted events and markers may be before it.
    private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    private boolean joined;

    KafkaGroupReader(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        consumer.subscribe(List.of(topic), new Rebalance());
    }

    /// Drops the events of a revoked partition: another member reads them now.
    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            joined = true;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            joined = false;
            waiting.removeIf(record -> partitions.contains(partition(record)));
            polled.keySet().removeAll(partitions);
            next.keySet().removeAll(partitions);
        }
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    @Override
    public List<PartitionEntry> poll(int maxEvents) {
        if (waiting.isEmpty()) {
            KafkaTypes.call(this::fetch);
        }
        var arrivals = new ArrayList<PartitionEntry>();
        while (arrivals.size() < maxEvents && !waiting.isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = waiting.remove();
            polled.put(partition(record), new OffsetAndMetadata(record.offset() + 1));
            arrivals.add(new PartitionEntry(KafkaTypes.ours(partition(record)), KafkaTypes.entry(record)));
        }
        if (waiting.isEmpty()) {
            polled.putAll(next);
            next.clear();
        }
        return arrivals;
    }

    private boolean fetch() {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_TIMEOUT);
            records.forEach(waiting::add);
            next.putAll(records.nextOffsets());
            if (!waiting.isEmpty() || joined && isAtEnd()) {
                return true;
            }
        }
        throw new CommandException(joined
                ? "the broker does not send the rest of the events"
                : "the group has not admitted this reader after " + HumanText.duration(TIMEOUT)
                        + "; ./gregor groups describe lists its members");
    }

    /// A partition without a leader has no end: a look-up would wait for its timeout.
    private boolean isAtEnd() {
        List<TopicPartition> led = consumer.assignment().stream()
                .filter(partition -> consumer.partitionsFor(partition.topic()).stream()
                        .anyMatch(info -> info.partition() == partition.partition() && KafkaReader.isLed(info)))
                .toList();
        return consumer.endOffsets(led).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /// During a rebalance nothing is committed, and the next owner of a partition reads its events again: at least
    /// once.
    @Override
    public void commit() {
        try {
            consumer.commitSync(polled);
            polled.clear();
        } catch (CommitFailedException | RebalanceInProgressException e) {
            // the next owner reads the events again
        } catch (KafkaException e) {
            throw KafkaTypes.refused(e);
        }
    }
}
