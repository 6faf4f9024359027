package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// The records of a partition between two offsets, in order. The consumer's `isolation.level` is `read_committed`, and
/// nothing else may use it meanwhile.
final class CommittedRecords implements Iterator<ConsumerRecord<byte[], byte[]>> {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long end;
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();

    /// @param end the offset after the last record
    private CommittedRecords(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
        this.consumer = consumer;
        this.partition = partition;
        this.end = end;
    }

    /// Reads from an offset to the last stable offset.
    static CommittedRecords from(long offset, TopicPartition partition, KafkaConsumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        return toStableOffset(partition, consumer);
    }

    /// Reads the whole partition, to the last stable offset.
    static CommittedRecords all(TopicPartition partition, KafkaConsumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return toStableOffset(partition, consumer);
    }

    private static CommittedRecords toStableOffset(TopicPartition partition, KafkaConsumer<byte[], byte[]> consumer) {
        return new CommittedRecords(consumer, partition,
                Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition)));
    }

    /// Reads from one offset to another.
    ///
    /// @param to the offset after the last record
    static CommittedRecords between(long from, long to, TopicPartition partition,
            KafkaConsumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        return new CommittedRecords(consumer, partition, to);
    }

    @Override
    public boolean hasNext() {
        while (!polled.hasNext() && consumer.position(partition) < end) {
            polled = consumer.poll(POLL).records(partition).stream().filter(record -> record.offset() < end).iterator();
        }
        return polled.hasNext();
    }

    @Override
    public ConsumerRecord<byte[], byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return polled.next();
    }
}
