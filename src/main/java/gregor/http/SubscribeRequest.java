package gregor.http;

import gregor.broker.Broker;
import gregor.deque.OffsetReset;
import gregor.list.Utf8;
import gregor.topic.TopicPartition;
import gregor.topic.UnknownTopicOrPartitionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What somebody subscribes to.
///
/// ```
/// {"topics":["orders"], "offsets":{"orders":17}, "from":"latest", "group":"billing", "max":500, "wait":10000}
/// ```
///
/// @param offsets where to begin: a number for all partitions of a topic, or `{"0":17,"1":3}`
/// @param group   the group of which it is a member; empty if the client itself remembers where it is
/// @param from    where to begin if neither the client nor the group has said so
/// @param max     how many events at most at once
/// @param patience how long a long poll waits for the first one
record SubscribeRequest(List<String> topics, JsonNode offsets, Optional<String> group, OffsetReset from, int max,
        Duration patience) {
    private static final int MAX_BYTES = 1 << 16;
    private static final int MAX_TOPICS = 100;
    private static final Set<String> FIELDS = Set.of("topic", "topics", "offsets", "group", "from", "max", "wait");

    /// Reads the body, or the query if there is no body.
    ///
    /// @throws Refusal if it is none that can be fulfilled
    static SubscribeRequest of(HttpExchange call) {
        byte[] body = call.body(MAX_BYTES);
        ObjectNode json = body.length > 0 ? JsonBody.object(body, JsonBody.STRICT) : query(call);
        json.propertyNames().stream().filter(field -> !FIELDS.contains(field)).findFirst().ifPresent(field -> {
            throw new HttpException(400, "there is no field " + field + " in a subscription");
        });
        var topics = new ArrayList<String>();
        JsonBody.text(json, "topic").ifPresent(topics::add);
        json.path("topics").forEach(topic -> topics.add(topic.asString()));
        if (topics.isEmpty() || topics.size() > MAX_TOPICS) {
            throw new HttpException(400,
                    "subscribe to 1 topic or more, and to " + MAX_TOPICS + " at most: {\"topics\":[…]}");
        }
        OffsetReset from = switch (JsonBody.text(json, "from").orElse("earliest")) {
            case "earliest" -> OffsetReset.EARLIEST;
            case "latest" -> OffsetReset.LATEST;
            default -> throw new HttpException(400, "from is to be earliest or latest");
        };
        return new SubscribeRequest(topics.stream().distinct().toList(), json.path("offsets"), JsonBody.text(json, "group"), from,
                JsonBody.number(json, "max", 1, 10_000).orElse(500L).intValue(),
                Duration.ofMillis(JsonBody.number(json, "wait", 0, 60_000).orElse(10_000L)));
    }

    private static ObjectNode query(HttpExchange call) {
        ObjectNode json = JsonBody.STRICT.createObjectNode();
        call.queries("topic").forEach(topic -> json.withArray("topics").add(topic));
        for (String text : List.of("group", "from")) {
            call.query(text).ifPresent(value -> json.put(text, value));
        }
        for (String number : List.of("max", "wait")) {
            call.query(number).ifPresent(value -> json.set(number, number(number, value)));
        }
        return json;
    }

    private static JsonNode number(String name, String value) {
        return JsonBody.read(Utf8.bytes(value)).filter(JsonNode::isIntegralNumber)
                .orElseThrow(() -> new HttpException(400, name + " is to be a whole number"));
    }

    /// Begins to fulfil it.
    ///
    /// @param lastEventId what the client had seen when it went away, if it comes again
    /// @throws UnknownTopicOrPartitionException if there is no such topic
    EventSource feed(Broker broker, Optional<String> lastEventId) {
        topics.forEach(topic -> broker.partition(topic, 0));
        if (group.isPresent()) {
            return new GroupEventSource(broker, group.get(), topics, from, max);
        }
        SortedMap<TopicPartition, Long> places = places(broker);
        lastEventId.filter(id -> !id.isEmpty()).map(PartitionOffsets::read).ifPresent(known -> {
            places.keySet().forEach(partition ->
                    places.put(partition, known.getOrDefault(partition, places.get(partition))));
        });
        return new OffsetEventSource(broker, places, max);
    }

    private SortedMap<TopicPartition, Long> places(Broker broker) {
        var places = new TreeMap<TopicPartition, Long>();
        for (TopicPartition partition : PartitionOffsets.all(broker, topics)) {
            long standard = from == OffsetReset.LATEST ? broker.partition(partition).end()
                    : broker.partition(partition).start();
            JsonNode said = offsets.path(partition.topic());
            places.put(partition, (said.isObject()
                    ? JsonBody.number(said, "" + partition.partition(), 0, Long.MAX_VALUE)
                    : JsonBody.number(offsets, partition.topic(), 0, Long.MAX_VALUE)).orElse(standard));
        }
        return places;
    }
}
