package gregor.http;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/// `GET /status`: the state that the page draws: partitions with their last events, and groups with their lag.
///
/// @param streams returns the number of open streams
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
        var groups = new ArrayList<GroupStatus>();
        for (String name : broker.groups().names()) {
            groups.add(broker.groups().in(name, Status::status));
        }
        return Reply
                .json(Map.of("time", broker.settings().clock().instant().toString(), "partitions", partitions(broker),
                        "groups", groups, "streams", streams.getAsInt(), "troubles", broker.troubles()))
                .with("Cache-Control", "no-store");
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
        var lags = new ArrayList<GroupOffset>();
        for (String name : broker.groups().names()) {
            lags.addAll(broker.groups().in(name, Status::status).lag());
        }
        return lags;
    }

    static List<PartitionStatus> partitions(Broker broker) {
        var parts = new ArrayList<PartitionStatus>();
        for (String topic : broker.topicNames()) {
            try {
                for (TopicDescription.PartitionDescription part : broker.describe(topic).partitions()) {
                    Partition partition = broker.partition(topic, part.partition());
                    parts.add(new PartitionStatus(topic, part.partition(), part.start(), part.end(), part.sizeInBytes(),
                            part.trouble().orElse(""), tail(partition, part.end())));
                }
            } catch (UnknownTopicOrPartitionException e) {
                // deleted meanwhile
            }
        }
        return parts;
    }

    private static List<String> tail(Partition partition, long end) {
        try {
            var consumer = new Consumer("status", partition);
            consumer.seek(Math.max(partition.start(), end - TAIL_EVENTS));
            return consumer.poll(TAIL_EVENTS).stream().map(Status::text).toList();
        } catch (PartitionUnavailableException | LogClosedException | OffsetOutOfRangeException e) {
            return List.of();
        }
    }

    private static String text(Entry entry) {
        String text = Utf8.show(entry.event().value());
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
    }
}
