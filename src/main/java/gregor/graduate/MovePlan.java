package gregor.graduate;

import module java.base;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/// What a move will do: topics with their settings, and what has no counterpart at the target.
///
/// @param topics in alphabetical order
/// @param groups the groups whose committed offsets in these topics will be translated
/// @param notes  what the target has no counterpart for, a sentence each
public record MovePlan(List<Topic> topics, List<String> groups, List<String> notes) {
    /// Settings that would delete, merge or restamp records while they are copied; a topic gets them at the end.
    private static final Set<String> AT_THE_END = Set.of("cleanup.policy", "retention.ms", "retention.bytes",
            "message.timestamp.type");

    /// A topic that is moved.
    ///
    /// @param id         at the source
    /// @param settings   those that are not the source's defaults and that the target knows
    /// @param unknown    those that the target does not know
    /// @param partitions of each, what the source has
    /// @param exists     whether the target has the topic
    /// @param replicas   of each partition at the target
    public record Topic(String name, Uuid id, SortedMap<String, String> settings, SortedMap<String, String> unknown,
            List<Partition> partitions, boolean exists, short replicas) {
        /// The settings of the topic while its records are copied.
        Map<String, String> settingsAtFirst() {
            var first = new HashMap<>(settings);
            first.keySet().removeAll(AT_THE_END);
            first.putAll(Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1",
                    "message.timestamp.type", "CreateTime"));
            return first;
        }

        /// The settings of the topic from the end of the copy on; the value of one that returns to its default is null.
        Map<String, String> settingsAtTheEnd() {
            var last = new HashMap<String, String>();
            AT_THE_END.forEach(name -> last.put(name, settings.get(name)));
            return last;
        }

        /// Returns the number of offsets of all partitions, gaps included.
        public long offsets() {
            return partitions.stream().mapToLong(partition -> partition.end() - partition.begin()).sum();
        }

        public long bytes() {
            return partitions.stream().mapToLong(Partition::bytes).sum();
        }
    }

    /// A partition that is moved.
    ///
    /// @param begin the first offset to copy, unless an earlier run has copied it
    /// @param end   the end of what is committed
    /// @param bytes on the source's disk
    public record Partition(TopicPartition name, long begin, long end, long bytes) {}

    Stream<Partition> partitions() {
        return topics.stream().flatMap(topic -> topic.partitions().stream());
    }

    Map<TopicPartition, Long> ends() {
        return partitions().collect(Collectors.toMap(Partition::name, Partition::end));
    }
}
