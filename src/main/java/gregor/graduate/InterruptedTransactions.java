package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Makes the journal agree with the committed records at the target after a run that was interrupted.
///
/// A transaction writes both, so they should always agree. But Apache Kafka 4.3.1 completes a transaction without a marker
/// in a partition that has no leader, because the coordinator takes such a partition for deleted. That happens while a
/// single broker starts again after it was killed. The transaction then stays open in that partition, and the next
/// transaction of the same producer would commit or abort its records.
final class InterruptedTransactions {
    private static final int MAX_RECORDS = 20_000;

    private final ClusterConnection source;
    private final ClusterConnection target;
    private final MoveJournal journal;

    InterruptedTransactions(ClusterConnection source, ClusterConnection target, MoveJournal journal) {
        this.source = source;
        this.target = target;
        this.journal = journal;
    }

    /// Aborts what transactions of earlier runs have left open, and corrects the journal: each step can be repeated if it
    /// is interrupted. Call it after the producers of earlier runs have been fenced.
    ///
    /// @param producer         has called `initTransactions`
    /// @param transactionalIds of all producers of a run
    /// @return the last line of each partition
    Map<TopicPartition, CopiedOffsets> resolve(MovePlan plan, Producer<byte[], byte[]> producer,
            Collection<String> transactionalIds) {
        Map<TopicPartition, List<ProducerState>> open = open(plan, transactionalIds);
        abort(journal.partition(), open.getOrDefault(journal.partition(), List.of()));
        open.remove(journal.partition());
        Map<TopicPartition, CopiedOffsets> last = journal.last();
        write(producer, open.entrySet().stream()
                .flatMap(left -> Optional.ofNullable(last.get(left.getKey()))
                        .filter(line -> isIn(left.getValue(), line)).map(CopiedOffsets::withoutRecords).stream())
                .toList(), last);
        open.forEach(this::abort);
        write(producer, missing(plan, last), last);
        return last;
    }

    private void write(Producer<byte[], byte[]> producer, List<CopiedOffsets> lines,
            Map<TopicPartition, CopiedOffsets> last) {
        if (!lines.isEmpty()) {
            producer.beginTransaction();
            lines.forEach(line -> {
                var _ = producer.send(journal.record(line));
                last.put(line.partition(), line);
            });
            producer.commitTransaction();
        }
    }

    private static boolean isIn(List<ProducerState> open, CopiedOffsets line) {
        return !line.ranges().isEmpty() && open.stream()
                .anyMatch(state -> state.currentTransactionStartOffset().orElse(Long.MAX_VALUE) <= line.target());
    }

    /// Returns the producers of earlier runs that have a transaction left in a partition of the plan or the journal.
    private Map<TopicPartition, List<ProducerState>> open(MovePlan plan, Collection<String> transactionalIds) {
        Set<Long> own = ClusterConnection.get(target.admin().describeTransactions(transactionalIds).all()).values()
                .stream().map(TransactionDescription::producerId).collect(Collectors.toSet());
        List<TopicPartition> partitions = Stream
                .concat(plan.partitions().map(MovePlan.Partition::name), Stream.of(journal.partition())).toList();
        var open = new HashMap<TopicPartition, List<ProducerState>>();
        ClusterConnection.get(target.admin().describeProducers(partitions).all()).forEach((partition, producers) -> {
            List<ProducerState> left = producers.activeProducers().stream()
                    .filter(state -> own.contains(state.producerId()))
                    .filter(state -> state.currentTransactionStartOffset().isPresent()).toList();
            if (!left.isEmpty()) {
                open.put(partition, left);
            }
        });
        return open;
    }

    private void abort(TopicPartition partition, List<ProducerState> open) {
        open.forEach(state -> ClusterConnection.get(target.admin().abortTransaction(new AbortTransactionSpec(partition,
                state.producerId(), (short) state.producerEpoch(), state.coordinatorEpoch().orElse(0))).all()));
    }

    /// Returns lines for the records that are committed at the target, and that the journal does not have.
    ///
    /// @param last the last line of each partition
    /// @throws MoveException if a partition without a line has other records than the source
    List<CopiedOffsets> missing(MovePlan plan, Map<TopicPartition, CopiedOffsets> last) {
        var missing = new ArrayList<CopiedOffsets>();
        try (KafkaConsumer<byte[], byte[]> here = source.consumer();
                KafkaConsumer<byte[], byte[]> there = target.consumer()) {
            for (MovePlan.Topic topic : plan.topics()) {
                if (topic.exists()) {
                    topic.partitions().forEach(partition -> addMissing(topic, partition, last.get(partition.name()),
                            here, there, missing));
                }
            }
        }
        return missing;
    }

    private static void addMissing(MovePlan.Topic topic, MovePlan.Partition partition, @Nullable CopiedOffsets last,
            KafkaConsumer<byte[], byte[]> here, KafkaConsumer<byte[], byte[]> there, List<CopiedOffsets> missing) {
        TopicPartition name = partition.name();
        Iterator<ConsumerRecord<byte[], byte[]>> copies = last == null
                ? CommittedRecords.all(name, there)
                : CommittedRecords.from(last.targetEnd(), name, there);
        if (!copies.hasNext()) {
            return;
        }
        Iterator<ConsumerRecord<byte[], byte[]>> originals = CommittedRecords
                .from(last == null ? partition.begin() : Math.max(partition.begin(), last.next()), name, here);
        var some = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        long first = -1;
        while (copies.hasNext()) {
            ConsumerRecord<byte[], byte[]> copy = copies.next();
            ConsumerRecord<byte[], byte[]> original = originals.hasNext() ? originals.next() : null;
            if (original == null || !isCopy(copy, original)) {
                if (last == null) {
                    throw new MoveException(name + " exists at the target with records that this move has not copied; "
                            + "delete the topic there, or move to another cluster");
                }
                break; // written by others since
            }
            if (!some.isEmpty() && (copy.offset() != first + some.size() || some.size() == MAX_RECORDS)) {
                missing.add(CopiedOffsets.of(name, topic.id(), first, some));
                some.clear();
            }
            first = some.isEmpty() ? copy.offset() : first;
            some.add(original);
        }
        if (!some.isEmpty()) {
            missing.add(CopiedOffsets.of(name, topic.id(), first, some));
        }
    }

    private static boolean isCopy(ConsumerRecord<byte[], byte[]> copy, ConsumerRecord<byte[], byte[]> original) {
        return Arrays.equals(copy.key(), original.key()) && Arrays.equals(copy.value(), original.value())
                && copy.headers().equals(original.headers())
                && (original.timestamp() < 0 || copy.timestamp() == original.timestamp());
    }
}
