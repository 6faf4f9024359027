package gregor.http;

import module java.base;

import gregor.broker.Broker;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import gregor.topic.Topic;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /publish` appends events to topics; `POST /publish/{name}` appends its body as one event. Missing topics are
/// created if the broker creates topics automatically.
///
/// ```
/// {"topic":"orders", "payload":{"id":7}}
/// {"topics":["orders","audit"], "events":[{"key":"7","payload":"paid","headers":{"lang":"en"}}, …]}
/// ```
///
/// A payload that is a JSON string is stored as its text, any other payload as its JSON; null is a tombstone.
record Publish(Broker broker, EventAppender appender) implements HttpHandler {
    private static final int MAX_BYTES = 8 << 20;
    private static final Set<String> FIELDS = Set.of("topic", "topics", "partition", "payload", "key", "headers",
            "timestamp", "events");

    @Override
    public Reply answer(HttpExchange call) {
        if (call.hasName()) {
            byte[] key = call.query("key").map(Utf8::bytes).orElse(null);
            var event = new Event(now(), key, call.body(MAX_BYTES), List.of());
            return send(List.of(call.name()), List.of(event), null);
        }
        ObjectNode json = JsonBody.object(call.body(MAX_BYTES));
        List<String> topics = JsonBody.topics(json, FIELDS);
        Integer partition = JsonBody.number(json, "partition", 0, Integer.MAX_VALUE).map(Long::intValue).orElse(null);
        return send(topics, events(json), partition);
    }

    private long now() {
        return broker.settings().clock().millis();
    }

    private List<Event> events(ObjectNode json) {
        if (!json.has("events")) {
            return List.of(event(json));
        }
        if (!(json.get("events") instanceof ArrayNode array) || array.isEmpty()) {
            throw new HttpException(400, "events must be a list of at least one event");
        }
        var events = new ArrayList<Event>();
        array.forEach(each -> events.add(event(each)));
        return events;
    }

    private Event event(JsonNode json) {
        if (!json.has("payload")) {
            throw new HttpException(400, "the event has no payload; send {\"payload\":…}, which may be null");
        }
        var headers = new ArrayList<Header>();
        json.path("headers").properties()
                .forEach(header -> headers.add(new Header(header.getKey(), bytes(header.getValue()))));
        long time = JsonBody.number(json, "timestamp", 0, Long.MAX_VALUE).orElseGet(this::now);
        return new Event(time, bytes(json.path("key")), bytes(json.get("payload")), headers);
    }

    private static byte[] bytes(JsonNode node) {
        return node.isNull() || node.isMissingNode()
                ? null
                : Utf8.bytes(node.isString() ? node.stringValue() : node.toString());
    }

    private Reply send(List<String> topics, List<Event> events, Integer partition) {
        topics.forEach(Topic::checkName);
        topics.forEach(broker::createIfAbsent);
        var published = new ArrayList<EventAppender.Appended>();
        for (String topic : topics) {
            published.addAll(appender.append(topic, events, partition));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("success", true);
        json.put("published", published);
        return Reply.json(json);
    }
}
