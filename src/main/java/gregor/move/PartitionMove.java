package gregor.move;

import module java.base;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Copies the records of a partition to the partition of the same name in another cluster, each exactly once and in
/// order, with key, value, headers and timestamp.
///
/// Each transaction at the target writes records and, as the committed offset of a group there, the source's next
/// offset. A move that was interrupted at any point therefore continues after the last record that was committed.
/// Offsets at the target differ from those at the source: gaps are closed, and transaction markers take offsets.
public final class PartitionMove {
    private static final Duration POLL = Duration.ofMillis(500);

    private final TopicPartition partition;
    private final String group;

    /// Names a partition and the group whose committed offset at the target is the progress.
    public PartitionMove(TopicPartition partition, String group) {
        this.partition = partition;
        this.group = group;
    }

    /// Returns the settings that the source's consumer needs. It names the group and commits nothing at the source.
    public Map<String, Object> consumerSettings() {
        return Map.of("group.id", group, "isolation.level", "read_committed", "enable.auto.commit", false,
                "auto.offset.reset", "none", "allow.auto.create.topics", false, "max.poll.records", 5_000);
    }

    /// Returns the settings that the target's producer needs. The transactional id is the same in each run, so a run
    /// fences those before it and ends their transactions.
    public Map<String, Object> producerSettings() {
        return Map.of("transactional.id", group + "-" + partition, "acks", "all", "enable.idempotence", true);
    }

    /// Copies what is committed at the source now and has not been copied yet.
    ///
    /// @param source a consumer of bytes with [#consumerSettings()]; it is assigned the partition
    /// @param target a new producer of bytes with [#producerSettings()]
    /// @param admin  of the target
    /// @param copied is called with the number of records of each committed transaction
    /// @return how many records were copied
    /// @throws KafkaException if a cluster fails; the move may be repeated with a new producer
    public long run(Consumer<byte[], byte[]> source, Producer<byte[], byte[]> target, Admin admin, LongConsumer copied)
            throws InterruptedException {
        target.initTransactions(); // before the progress is read: no earlier run can commit from here on
        source.assign(List.of(partition));
        long begin = Objects.requireNonNull(source.beginningOffsets(List.of(partition)).get(partition));
        long end = Objects.requireNonNull(source.endOffsets(List.of(partition)).get(partition));
        source.seek(partition, Math.max(begin, progress(admin)));
        long count = 0;
        while (source.position(partition) < end) {
            ConsumerRecords<byte[], byte[]> records = source.poll(POLL);
            if (!records.isEmpty()) {
                copy(records, source, target);
                count += records.count();
                copied.accept(records.count());
            }
        }
        return count;
    }

    private void copy(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> source,
            Producer<byte[], byte[]> target) {
        target.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> from : records) {
            Long time = from.timestamp() < 0 ? null : Long.valueOf(from.timestamp());
            var _ = target.send(new ProducerRecord<>(partition.topic(), partition.partition(), time, from.key(),
                    from.value(), from.headers()));
        }
        target.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(source.position(partition))),
                source.groupMetadata());
        target.commitTransaction(); // throws if a send has failed
    }

    private long progress(Admin admin) throws InterruptedException {
        try {
            OffsetAndMetadata committed = admin
                    .listConsumerGroupOffsets(
                            Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition))),
                            new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata(group).get().get(partition);
            return committed == null ? 0 : committed.offset();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot read at the target how far " + partition + " has been copied",
                    e.getCause());
        }
    }
}
