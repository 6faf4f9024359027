package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/// Copies the committed records of some partitions to the partitions of the same names in another cluster, each exactly
/// once and in order, with key, value, headers and timestamp. One thread at a time may use it.
///
/// Each transaction at the target writes the records of one poll, and a line of the [MoveJournal] for each partition.
/// Offsets at the target may differ from those at the source: gaps are closed, and transaction markers take offsets.
final class PartitionCopier {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> source;
    private final Producer<byte[], byte[]> target;
    private final MoveJournal journal;
    private final Map<String, Uuid> topics;

    /// What a transaction has copied.
    ///
    /// @param bytes of keys and values
    record Copied(long records, long bytes) {}

    /// @param source a consumer with a position in each of its partitions
    /// @param target a producer that has called `initTransactions`
    /// @param topics the source's id of each topic
    PartitionCopier(Consumer<byte[], byte[]> source, Producer<byte[], byte[]> target, MoveJournal journal,
            Map<String, Uuid> topics) {
        this.source = source;
        this.target = target;
        this.journal = journal;
        this.topics = topics;
    }

    /// Copies until the position in each partition has reached its offset in `ends`, or `stop` is true.
    ///
    /// @param copied is called after each committed transaction
    /// @throws KafkaException if a cluster fails; a new copier may go on
    void copy(Map<TopicPartition, Long> ends, BooleanSupplier stop, java.util.function.Consumer<Copied> copied) {
        while (!stop.getAsBoolean()
                && ends.entrySet().stream().anyMatch(end -> source.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> records = source.poll(POLL);
            if (!records.isEmpty()) {
                transact(records);
                copied.accept(new Copied(records.count(), bytes(records)));
            }
        }
    }

    private static long bytes(ConsumerRecords<byte[], byte[]> records) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        return bytes;
    }

    private void transact(ConsumerRecords<byte[], byte[]> records) {
        target.beginTransaction();
        var sent = new HashMap<TopicPartition, List<Future<RecordMetadata>>>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            sent.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), _ -> new ArrayList<>())
                    .add(target.send(copy(record)));
        }
        target.flush();
        for (TopicPartition partition : records.partitions()) {
            long first = first(partition, Objects.requireNonNull(sent.get(partition)));
            var _ = target.send(
                    journal.record(new CopiedOffsets(partition, Objects.requireNonNull(topics.get(partition.topic())),
                            source.position(partition), first, CopiedOffsets.ranges(records.records(partition)))));
        }
        target.commitTransaction(); // throws if a send has failed
    }

    private static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> from) {
        Long time = from.timestamp() < 0 ? null : Long.valueOf(from.timestamp());
        return new ProducerRecord<>(from.topic(), from.partition(), time, from.key(), from.value(), from.headers());
    }

    /// Returns the target's offset of the first record.
    ///
    /// @throws MoveException if another producer has written between them
    private static long first(TopicPartition partition, List<Future<RecordMetadata>> sent) {
        long first = offset(sent.getFirst());
        if (offset(sent.getLast()) - first != sent.size() - 1) {
            throw new MoveException("another program writes to " + partition + " at the target; stop it, and move the "
                    + "topic to a cluster where it does not exist");
        }
        return first;
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }
}
