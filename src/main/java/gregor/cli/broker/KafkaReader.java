package gregor.cli.broker;

import module java.base;

import static gregor.cli.broker.KafkaTypes.kafka;

import gregor.cli.broker.BrokerClient.Chunk;
import gregor.cli.broker.BrokerClient.OffsetRange;
import gregor.cli.broker.BrokerClient.PartitionState;
import gregor.cli.console.CommandException;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.TopicPartition;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InvalidTopicException;

/// Reads partitions by a consumer of Kafka's, one after the other.
final class KafkaReader {
    private final Consumer<byte[], byte[]> consumer;
    private final Duration timeout;
    private TopicPartition assigned;
    private long next;
    private long end;

    /// @param timeout how long to wait for events that the broker has
    KafkaReader(Consumer<byte[], byte[]> consumer, Duration timeout) {
        this.consumer = consumer;
        this.timeout = timeout;
    }

    static boolean isLed(PartitionInfo partition) {
        return partition.leader() != null && !partition.leader().isEmpty();
    }

    /// Lists the partitions of a topic; none if there is no such topic. One that no broker leads is not available.
    List<PartitionState> partitions(String topic) {
        return KafkaTypes.call(() -> {
            try {
                return consumer.partitionsFor(topic).stream().sorted(Comparator.comparing(PartitionInfo::partition))
                        .map(info -> new PartitionState(new TopicPartition(topic, info.partition()), isLed(info)))
                        .toList();
            } catch (InvalidTopicException e) {
                return List.of();
            }
        });
    }

    Map<TopicPartition, OffsetRange> offsets(Collection<TopicPartition> partitions) {
        List<org.apache.kafka.common.TopicPartition> asked = partitions.stream().map(KafkaTypes::kafka).toList();
        return KafkaTypes.call(() -> {
            var starts = consumer.beginningOffsets(asked);
            var ends = consumer.endOffsets(asked);
            var ranges = new HashMap<TopicPartition, OffsetRange>();
            starts.forEach((partition, start) -> ranges.put(KafkaTypes.ours(partition),
                    new OffsetRange(start, ends.get(partition))));
            return ranges;
        });
    }

    OptionalLong offsetAt(TopicPartition partition, Instant time) {
        var found = KafkaTypes.call(() -> consumer.offsetsForTimes(Map.of(kafka(partition), time.toEpochMilli())))
                .get(kafka(partition));
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
    }

    /// Reads some records from an offset on. It looks up the end of the log only after it has reached the previous end.
    ///
    /// @throws OffsetOutOfRangeException if the log does not have the offset
    /// @throws CommandException          if the broker does not send what the log has
    Chunk read(TopicPartition partition, long from) {
        seek(partition, from);
        if (next >= end) {
            OffsetRange range = offsets(List.of(partition)).get(partition);
            end = range.end();
            if (from > end) {
                throw new OffsetOutOfRangeException(from, range.start(), end);
            }
        }
        while (next < end) {
            long before = next;
            List<ConsumerRecord<byte[], byte[]>> records = poll(partition);
            if (!records.isEmpty()) {
                return new Chunk(records.stream().map(KafkaTypes::entry).toList(), next);
            }
            if (next == before) {
                throw new CommandException(partition + " has events up to offset " + (end - 1)
                        + ", and the broker does not send those from " + next + " on");
            }
        }
        return new Chunk(List.of(), next);
    }

    private void seek(TopicPartition partition, long from) {
        if (!partition.equals(assigned) || next != from) {
            consumer.assign(List.of(kafka(partition)));
            consumer.seek(kafka(partition), from);
            assigned = partition;
            next = from;
            end = 0;
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> poll(TopicPartition partition) {
        return KafkaTypes.call(() -> {
            try {
                List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(timeout).records(kafka(partition));
                next = consumer.position(kafka(partition));
                return records;
            } catch (InvalidOffsetException e) {
                assigned = null;
                throw new OffsetOutOfRangeException(next, offsets(List.of(partition)).get(partition).start(), end);
            }
        });
    }
}
