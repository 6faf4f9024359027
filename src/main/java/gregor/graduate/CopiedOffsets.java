package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/// What one transaction has copied of a partition: the offsets at the source, and where they are at the target.
///
/// As a record of the journal its key is the partition, and its value a line of text, such as
/// `Tuh1… 5000 7 0-9,12-4999`: the id of the topic at the source, the source's offset to copy next, the target's offset of
/// the first record, and the source's offsets of the records. The records are adjacent at the target.
///
/// @param topic  the source's id of the topic; a topic that is deleted and created anew has another one
/// @param next   the source's offset to copy next
/// @param target the target's offset of the first record
/// @param ranges the source's offsets, in order; empty in a line that makes the one before it void
record CopiedOffsets(TopicPartition partition, Uuid topic, long next, long target, List<Range> ranges) {
    private static final Pattern VALUE = Pattern.compile("(\\S+) (\\d+) (\\d+) ((?:\\d+-\\d+(?:,\\d+-\\d+)*)?)");

    /// Adjacent offsets.
    record Range(long first, long last) {
        long count() {
            return last - first + 1;
        }

        @Override
        public String toString() {
            return first + "-" + last;
        }
    }

    /// @param records of the source, at least one; their copies are adjacent at the target
    static CopiedOffsets of(TopicPartition partition, Uuid topic, long target,
            List<ConsumerRecord<byte[], byte[]>> records) {
        return new CopiedOffsets(partition, topic, records.getLast().offset() + 1, target, ranges(records));
    }

    /// Returns the line that makes this one void: its records are not at the target, and are copied again.
    CopiedOffsets withoutRecords() {
        return new CopiedOffsets(partition, topic, ranges.getFirst().first(), target, List.of());
    }

    /// Returns the target's offset after the last record.
    long targetEnd() {
        return target + ranges.stream().mapToLong(Range::count).sum();
    }

    static List<Range> ranges(List<ConsumerRecord<byte[], byte[]>> records) {
        var ranges = new ArrayList<Range>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            boolean adjacent = !ranges.isEmpty() && ranges.getLast().last() + 1 == record.offset();
            long first = adjacent ? ranges.removeLast().first() : record.offset();
            ranges.add(new Range(first, record.offset()));
        }
        return ranges;
    }

    /// Returns the target's offset of the first copied record whose offset at the source is at least `offset`; empty if
    /// all of them are below it.
    OptionalLong translate(long offset) {
        long before = 0;
        for (Range range : ranges) {
            if (offset <= range.last()) {
                return OptionalLong.of(target + before + Math.max(0, offset - range.first()));
            }
            before += range.count();
        }
        return OptionalLong.empty();
    }

    byte[] key() {
        return partition.toString().getBytes(StandardCharsets.UTF_8);
    }

    byte[] value() {
        String copied = ranges.stream().map(Range::toString).collect(Collectors.joining(","));
        return (topic + " " + next + " " + target + " " + copied).getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a record of the journal.
    ///
    /// @throws MoveException if it is none
    static CopiedOffsets of(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        Matcher value = VALUE.matcher(new String(record.value(), StandardCharsets.UTF_8));
        int dash = key.lastIndexOf('-');
        if (dash < 0 || !value.matches()) {
            throw new MoveException("offset " + record.offset() + " of the topic " + record.topic()
                    + " at the target does not say what was copied; if another program wrote it, delete the target's "
                    + "topics and this one, and start again");
        }
        var partition = new TopicPartition(key.substring(0, dash), Integer.parseInt(key.substring(dash + 1)));
        List<Range> ranges = value.group(4).isEmpty()
                ? List.of()
                : Stream.of(value.group(4).split(",")).map(CopiedOffsets::range).toList();
        return new CopiedOffsets(partition, Uuid.fromString(value.group(1)), Long.parseLong(value.group(2)),
                Long.parseLong(value.group(3)), ranges);
    }

    private static Range range(String text) {
        int dash = text.indexOf('-');
        return new Range(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }
}
