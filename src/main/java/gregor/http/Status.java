package gregor.http;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.broker.PartitionUnavailableException;
import gregor.broker.TopicDescription;
import gregor.group.Lag;
import gregor.list.Consumer;
import gregor.list.Entry;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Utf8;
import gregor.rebalance.Group;
import gregor.thread.LogClosedException;
import gregor.topic.TopicPartition;
import gregor.topic.UnknownTopicOrPartitionException;

/// `GET /status`: the state that the page draws: partitions with their last events, and groups with their lag.
record Status(Broker broker, IntSupplier streams) implements HttpHandler {
    private static final int TAIL_EVENTS = 8;
    private static final int MAX_TEXT = 16;

    /// A partition and the texts of its last events.
    record PartitionStatus(String topic, int partition, long start, long end, long bytes, String trouble,
            List<String> tail) {}

    /// The committed offset of a group in a partition (-1 for none) and its lag.
    ///
    /// @param owner the member that reads the partition; empty for none
    record GroupOffset(String group, String topic, int partition, long committed, long end, long events,
            String owner) {}

    /// A group and its members.
    record GroupStatus(String name, String state, int generation, List<String> members, List<GroupOffset> lag) {}

    @Override
    public Reply answer(HttpExchange call) {
        return Reply
                .json(Map.of("time", broker.settings().clock().instant().toString(), "partitions", partitions(broker),
                        "groups", groups(broker), "streams", streams.getAsInt(), "troubles", broker.troubles()))
                .with("Cache-Control", "no-store");
    }

    /// Returns the groups; none if the committed offsets cannot be read.
    private static List<GroupStatus> groups(Broker broker) {
        var groups = new ArrayList<GroupStatus>();
        try {
            for (String name : broker.groups().names()) {
                groups.add(broker.groups().in(name, Status::status));
            }
        } catch (PartitionUnavailableException e) {
            // among the troubles
        }
        return groups;
    }

    private static GroupStatus status(Group group) {
        List<Lag> lag = group.lag();
        return new GroupStatus(group.name(), group.state().toString(), group.generation(),
                List.copyOf(group.members().keySet()), lag.stream().map(each -> offset(group.name(), each)).toList());
    }

    private static GroupOffset offset(String group, Lag lag) {
        TopicPartition partition = lag.partition();
        return new GroupOffset(group, partition.topic(), partition.partition(), lag.committed().orElse(-1L), lag.end(),
                lag.events(), lag.owner().orElse(""));
    }

    static List<GroupOffset> lags(Broker broker) {
        return groups(broker).stream().flatMap(group -> group.lag().stream()).toList();
    }

    static List<PartitionStatus> partitions(Broker broker) {
        var parts = new ArrayList<PartitionStatus>();
        for (String topic : broker.topicNames()) {
            try {
                for (TopicDescription.PartitionDescription part : broker.describe(topic).partitions()) {
                    parts.add(status(broker.partition(topic, part.partition()), part));
                }
            } catch (UnknownTopicOrPartitionException e) {
                // deleted meanwhile
            }
        }
        return parts;
    }

    /// Describes a partition. If its last events cannot be read, that is its trouble, and no other partition's.
    private static PartitionStatus status(Partition partition, TopicDescription.PartitionDescription part) {
        List<String> tail = List.of();
        String trouble = part.trouble().orElse("");
        try {
            tail = tail(partition, part.end());
        } catch (PartitionUnavailableException | LogClosedException | OffsetOutOfRangeException e) {
            // described already, or deleted meanwhile
        } catch (RuntimeException e) {
            trouble = String.valueOf(e.getMessage());
        }
        return new PartitionStatus(partition.name().topic(), part.partition(), part.start(), part.end(),
                part.sizeInBytes(), trouble, tail);
    }

    private static List<String> tail(Partition partition, long end) {
        var consumer = new Consumer("status", partition);
        consumer.seek(Math.max(partition.start(), end - TAIL_EVENTS));
        return consumer.poll(TAIL_EVENTS).stream().map(Status::text).toList();
    }

    private static String text(Entry entry) {
        String text = Utf8.show(entry.event().value());
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
    }
}
