package gregor.stream;

import module java.base;

import gregor.group.CommittedOffset;
import gregor.group.GroupOffsets;
import gregor.group.OffsetStore;
import gregor.list.Event;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// Appends each event at once, and commits offsets afterwards. After a crash, what was processed since the last commit is
/// processed again, and counted again. Kafka Streams: `at_least_once`, the default.
public final class AtLeastOnce implements ProcessingGuarantee {
    private final Topics topics;
    private final GroupOffsets offsets;

    /// @param application the group whose offsets are committed
    public AtLeastOnce(String application, Topics topics, OffsetStore store) {
        this.topics = topics;
        offsets = new GroupOffsets(application, topics, store);
    }

    @Override
    public Log readable(TopicPartition partition) {
        return topics.log(partition);
    }

    @Override
    public void send(TopicPartition partition, Event event) {
        topics.log(partition).append(event);
    }

    @Override
    public OptionalLong committed(TopicPartition partition) {
        return offsets.committed(partition).stream().mapToLong(CommittedOffset::offset).findFirst();
    }

    @Override
    public void commit(Map<TopicPartition, Long> next) {
        var commits = new TreeMap<TopicPartition, CommittedOffset>();
        next.forEach((partition, offset) -> commits.put(partition, CommittedOffset.of(offset)));
        offsets.commit(commits);
    }
}
