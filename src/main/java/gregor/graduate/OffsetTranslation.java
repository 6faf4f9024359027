package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/// Commits the offsets of the source's groups at the target, where the same records have other offsets.
///
/// A committed offset is that of the next record to process. Its translation is the target's offset of the first copied
/// record whose offset at the source is at least that; or the end of the target's partition if all are below.
final class OffsetTranslation {
    private final ClusterConnection source;
    private final ClusterConnection target;
    private final MoveJournal journal;

    OffsetTranslation(ClusterConnection source, ClusterConnection target, MoveJournal journal) {
        this.source = source;
        this.target = target;
        this.journal = journal;
    }

    /// Translates the committed offsets of groups in some partitions, and commits them.
    ///
    /// @return the groups that were not changed because they have members at the target
    List<String> run(List<String> groups, Set<TopicPartition> partitions) {
        if (groups.isEmpty()) {
            return List.of();
        }
        Map<String, Map<TopicPartition, Long>> committed = committed(groups, partitions);
        Map<TopicPartition, SortedMap<Long, Long>> translated = translate(committed);
        var busy = new ArrayList<String>();
        committed.forEach((group, offsets) -> {
            var there = new HashMap<TopicPartition, OffsetAndMetadata>();
            offsets.forEach((partition, offset) -> there.put(partition, new OffsetAndMetadata(
                    Objects.requireNonNull(Objects.requireNonNull(translated.get(partition)).get(offset)))));
            try {
                ClusterConnection.get(target.admin().alterConsumerGroupOffsets(group, there).all());
            } catch (UnknownMemberIdException e) {
                busy.add(group);
            }
        });
        return busy;
    }

    private Map<String, Map<TopicPartition, Long>> committed(List<String> groups, Set<TopicPartition> partitions) {
        var spec = new ListConsumerGroupOffsetsSpec();
        var committed = new TreeMap<String, Map<TopicPartition, Long>>();
        ClusterConnection.get(source.admin()
                .listConsumerGroupOffsets(groups.stream().collect(Collectors.toMap(group -> group, _ -> spec))).all())
                .forEach((group, offsets) -> {
                    var own = new HashMap<TopicPartition, Long>();
                    offsets.forEach((partition, offset) -> {
                        if (offset != null && partitions.contains(partition)) {
                            own.put(partition, offset.offset());
                        }
                    });
                    if (!own.isEmpty()) {
                        committed.put(group, own);
                    }
                });
        return committed;
    }

    private Map<TopicPartition, SortedMap<Long, Long>> translate(Map<String, Map<TopicPartition, Long>> committed) {
        var wanted = new HashMap<TopicPartition, NavigableSet<Long>>();
        committed.values().forEach(offsets -> offsets
                .forEach((partition, offset) -> wanted.computeIfAbsent(partition, _ -> new TreeSet<>()).add(offset)));
        var translated = new HashMap<TopicPartition, SortedMap<Long, Long>>();
        journal.forEach(copied -> {
            NavigableSet<Long> open = wanted.getOrDefault(copied.partition(), Collections.emptyNavigableSet());
            for (Long offset : List.copyOf(open)) {
                copied.translate(offset).ifPresent(there -> {
                    put(translated, copied.partition(), offset, there);
                    open.remove(offset);
                });
            }
        });
        Map<TopicPartition, OffsetSpec> ends = wanted.entrySet().stream().filter(open -> !open.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, _ -> OffsetSpec.latest()));
        ClusterConnection.get(target.admin().listOffsets(ends).all())
                .forEach((partition, end) -> wanted.getOrDefault(partition, Collections.emptyNavigableSet())
                        .forEach(offset -> put(translated, partition, offset, end.offset())));
        return translated;
    }

    private static void put(Map<TopicPartition, SortedMap<Long, Long>> translated, TopicPartition partition,
            long offset, long there) {
        translated.computeIfAbsent(partition, _ -> new TreeMap<>()).put(offset, there);
    }
}
