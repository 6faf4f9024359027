package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Compares what has been copied of a partition with the source.
///
/// By default it compares the number of records and a checksum (CRC-32C) of their keys, values, headers and timestamps in
/// order. Of a compacted topic it compares the latest record of each key, because the source may have been compacted
/// since; that takes memory for each key. Records that the source has deleted since are not compared.
final class ContentCheck {
    private final ClusterConnection source;
    private final ClusterConnection target;

    /// What a side has.
    ///
    /// @param records  their number; of a compacted topic the number of keys that have a value
    /// @param checksum of all contents
    record Content(long records, long checksum) {}

    /// Where the copied records of a partition begin and end on both sides.
    private static final class Bounds {
        private final long sourceStart;
        private long source = -1;
        private long sourceEnd;
        private long target = -1;
        private long targetEnd;

        Bounds(long sourceStart) {
            this.sourceStart = sourceStart;
        }

        void add(CopiedOffsets copied) {
            sourceEnd = copied.next();
            targetEnd = copied.targetEnd();
            copied.translate(sourceStart).ifPresent(first -> {
                if (target < 0) {
                    target = first;
                    source = Math.max(sourceStart, copied.ranges().getFirst().first());
                }
            });
        }
    }

    ContentCheck(ClusterConnection source, ClusterConnection target) {
        this.source = source;
        this.target = target;
    }

    /// Compares the partitions of a plan, as far as they have been copied.
    ///
    /// @param compared is called after each partition with the number of its records
    /// @return a sentence for each partition that differs
    List<String> run(MovePlan plan, MoveJournal journal, LongConsumer compared) {
        Map<TopicPartition, OffsetSpec> names = plan.partitions()
                .collect(Collectors.toMap(MovePlan.Partition::name, _ -> OffsetSpec.earliest()));
        var bounds = new HashMap<TopicPartition, Bounds>();
        ClusterConnection.get(source.admin().listOffsets(names).all())
                .forEach((name, start) -> bounds.put(name, new Bounds(start.offset())));
        journal.forEach(
                copied -> Optional.ofNullable(bounds.get(copied.partition())).ifPresent(own -> own.add(copied)));
        var differences = new ArrayList<String>();
        for (MovePlan.Topic topic : plan.topics()) {
            boolean compacted = topic.settings().getOrDefault("cleanup.policy", "").contains("compact");
            for (MovePlan.Partition partition : topic.partitions()) {
                Bounds own = Objects.requireNonNull(bounds.get(partition.name()));
                if (own.target >= 0) {
                    Content there = read(target, partition.name(), own.target, own.targetEnd, compacted);
                    Content here = read(source, partition.name(), own.source, own.sourceEnd, compacted);
                    compared.accept(here.records());
                    difference(here, there).ifPresent(text -> differences.add(partition.name() + ": " + text));
                }
            }
        }
        return differences;
    }

    private static Optional<String> difference(Content here, Content there) {
        if (here.records() != there.records()) {
            return Optional.of(here.records() + " records at the source, " + there.records() + " at the target");
        }
        return here.checksum() == there.checksum()
                ? Optional.empty()
                : Optional.of("the " + here.records() + " records differ in their contents");
    }

    private static Content read(ClusterConnection cluster, TopicPartition partition, long from, long end,
            boolean compacted) {
        var latest = new HashMap<ByteBuffer, Long>();
        var all = new CRC32C();
        long count = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer()) {
            var records = CommittedRecords.between(from, end, partition, consumer);
            while (records.hasNext()) {
                ConsumerRecord<byte[], byte[]> record = records.next();
                count++;
                add(all, record);
                if (compacted) {
                    note(latest, record);
                }
            }
        }
        return compacted
                ? new Content(latest.size(), latest.values().stream().mapToLong(Long::longValue).sum())
                : new Content(count, all.getValue());
    }

    private static void note(Map<ByteBuffer, Long> latest, ConsumerRecord<byte[], byte[]> record) {
        var checksum = new CRC32C();
        add(checksum, record);
        latest.compute(ByteBuffer.wrap(record.key()), (_, _) -> record.value() == null ? null : checksum.getValue());
    }

    private static void add(CRC32C checksum, ConsumerRecord<byte[], byte[]> record) {
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(record.timestamp()).flip());
        add(checksum, record.key());
        add(checksum, record.value());
        for (Header header : record.headers()) {
            add(checksum, header.key().getBytes(StandardCharsets.UTF_8));
            add(checksum, header.value());
        }
    }

    /// Adds bytes behind their length; the length of null is -1.
    private static void add(CRC32C checksum, byte @Nullable [] bytes) {
        checksum.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes == null ? -1 : bytes.length).flip());
        if (bytes != null) {
            checksum.update(bytes);
        }
    }
}
