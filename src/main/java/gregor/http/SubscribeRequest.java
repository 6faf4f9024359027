package gregor.http;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.IsolationLevel;
import gregor.deque.OffsetReset;
import gregor.list.Log;
import gregor.list.Utf8;
import gregor.topic.TopicPartition;
import gregor.topic.UnknownTopicOrPartitionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The body of a subscription.
///
/// ```
/// {"topics":["orders"], "offsets":{"orders":17}, "from":"latest", "group":"billing", "max":500, "wait":10000,
///  "isolation":"read_uncommitted"}
/// ```
///
/// @param offsets where to start: a number for all partitions of a topic, or `{"0":17,"1":3}`
/// @param group   the consumer group to join; empty if the client keeps its offsets
/// @param from    where to start if neither the client nor the group has an offset
/// @param since   instead of `from`: start at the first event whose timestamp is at least this time
/// @param isolation which events of transactions it gets (Kafka: `isolation.level`, but by default `read_committed`)
/// @param max     the largest number of events in one answer
/// @param maxWait how long a long poll waits for the first event
record SubscribeRequest(List<String> topics, JsonNode offsets, Optional<String> group, OffsetReset from,
        Optional<Instant> since, IsolationLevel isolation, int max, Duration maxWait) {
    private static final int MAX_BYTES = 1 << 16;
    private static final Set<String> FIELDS = Set.of("topic", "topics", "offsets", "group", "from", "max", "wait",
            "isolation");

    /// Reads the body, or the query if there is no body.
    ///
    /// @throws HttpException if a field is unknown or has an invalid value
    static SubscribeRequest of(HttpExchange call) {
        byte[] body = call.body(MAX_BYTES);
        ObjectNode json = body.length > 0 ? JsonBody.object(body) : query(call);
        List<String> topics = JsonBody.topics(json, FIELDS);
        String start = JsonBody.text(json, "from").orElse("earliest");
        OffsetReset from = start.equals("latest") ? OffsetReset.LATEST : OffsetReset.EARLIEST;
        Optional<Instant> since = List.of("earliest", "latest").contains(start)
                ? Optional.empty()
                : Optional.of(time(start));
        if (since.isPresent() && json.has("group")) {
            throw new HttpException(400, "the members of a group start at earliest or latest, not at a time");
        }
        return new SubscribeRequest(topics, json.path("offsets"), JsonBody.text(json, "group"), from, since,
                isolation(json), JsonBody.number(json, "max", 1, 10_000).orElse(500L).intValue(),
                Duration.ofMillis(JsonBody.number(json, "wait", 0, 60_000).orElse(10_000L)));
    }

    private static IsolationLevel isolation(ObjectNode json) {
        return JsonBody.text(json, "isolation").map(name -> IsolationLevel.of(name).orElseThrow(
                () -> new HttpException(400, "isolation must be read_committed, the default, or read_uncommitted")))
                .orElse(IsolationLevel.READ_COMMITTED);
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new HttpException(400, "from must be earliest, latest, or a time such as 2026-03-02T08:15:00Z");
        }
    }

    private static ObjectNode query(HttpExchange call) {
        ObjectNode json = JsonBody.STRICT.createObjectNode();
        call.queries("topic").forEach(topic -> json.withArray("topics").add(topic));
        for (String text : List.of("group", "from", "isolation")) {
            call.query(text).ifPresent(value -> json.put(text, value));
        }
        for (String number : List.of("max", "wait")) {
            call.query(number).ifPresent(value -> json.set(number, number(number, value)));
        }
        return json;
    }

    private static JsonNode number(String name, String value) {
        return JsonBody.read(Utf8.bytes(value)).filter(JsonNode::isIntegralNumber)
                .orElseThrow(() -> new HttpException(400, name + " must be a whole number"));
    }

    /// @param lastEventId the last id that a resuming client received
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    EventSource open(Broker broker, Optional<String> lastEventId) {
        topics.forEach(topic -> broker.partition(topic, 0));
        if (group.isPresent()) {
            return new GroupEventSource(broker, group.get(), topics, from, isolation, max);
        }
        SortedMap<TopicPartition, Long> starts = starts(broker);
        lastEventId.filter(id -> !id.isEmpty()).map(PartitionOffsets::read).ifPresent(known -> {
            starts.keySet()
                    .forEach(partition -> starts.put(partition, known.getOrDefault(partition, starts.get(partition))));
        });
        return new OffsetEventSource(broker, starts, isolation, max);
    }

    private SortedMap<TopicPartition, Long> starts(Broker broker) {
        var starts = new TreeMap<TopicPartition, Long>();
        for (TopicPartition partition : PartitionOffsets.all(broker, topics)) {
            Log log = broker.log(partition, isolation);
            long reset = since.map(time -> broker.partition(partition).offsetFor(time).orElseGet(log::end))
                    .orElseGet(() -> from == OffsetReset.LATEST ? log.end() : log.start());
            JsonNode wanted = offsets.path(partition.topic());
            starts.put(partition,
                    (wanted.isObject()
                            ? JsonBody.number(wanted, "" + partition.partition(), 0, Long.MAX_VALUE)
                            : JsonBody.number(offsets, partition.topic(), 0, Long.MAX_VALUE)).orElse(reset));
        }
        return starts;
    }
}
