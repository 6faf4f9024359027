package gregor.ancestor.wafka;

import module java.base;

import gregor.http.HttpException;
import gregor.http.JsonBody;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An event of Wafka: `{"event_id":1,"topic_name":"deliveries","timestamp":"2026-03-02","message":"on time"}`.
///
/// Without an id it gets its offset + 1, without a timestamp the current time. Other fields become headers; so do an id
/// that is no such number, and a timestamp finer than a millisecond.
final class WafkaEvent {
    private static final String ID = "event_id";
    private static final String TOPIC = "topic_name";
    private static final String TIME = "timestamp";
    private static final String MESSAGE = "message";

    private WafkaEvent() {}

    /// Returns the name of the topic.
    static String topic(ObjectNode json) {
        return JsonBody.text(json, TOPIC).orElseThrow(() -> new HttpException(400, "the event has no " + TOPIC));
    }

    /// @param now the timestamp of an event without one
    /// @throws HttpException if there is no message, or the id or the timestamp is invalid
    static Event read(ObjectNode json, long now) {
        JsonNode message = json.path(MESSAGE);
        if (message.isMissingNode()) {
            throw new HttpException(400, "the event has no " + MESSAGE);
        }
        var headers = new ArrayList<Header>();
        JsonNode id = json.path(ID);
        if (!id.isMissingNode() && !id.isNull()) {
            if (!id.isIntegralNumber() && !id.isString()) {
                throw new HttpException(400, ID + " must be a number or a string, not " + JsonBody.shown(id));
            }
            headers.add(new Header(ID, Utf8.bytes(id.asString())));
        }
        String time = JsonBody.text(json, TIME).orElse("");
        long millis = time.isEmpty() ? now : millis(time);
        if (!time.isEmpty() && !WafkaTime.isExact(time, millis)) {
            headers.add(new Header(TIME, Utf8.bytes(time)));
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!List.of(ID, TOPIC, TIME, MESSAGE).contains(field.getKey())) {
                headers.add(new Header(field.getKey(), Utf8.bytes(text(field.getValue()))));
            }
        }
        return new Event(millis, null, message.isNull() ? null : Utf8.bytes(text(message)), headers);
    }

    private static long millis(String time) {
        long millis = WafkaTime.millis(time);
        if (millis == Event.NO_TIMESTAMP) {
            throw new HttpException(400, TIME + " must be an ISO 8601 date or time since 1970, not " + time);
        }
        return millis;
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : node.toString();
    }

    static ObjectNode write(String topic, long offset, Event event) {
        ObjectNode json = JsonBody.STRICT.createObjectNode();
        json.put(ID, offset + 1);
        json.put(TOPIC, topic);
        json.put(TIME, WafkaTime.text(event.timestamp()));
        json.put(MESSAGE, event.value() == null ? null : Utf8.show(event.value()));
        for (Header header : event.headers()) {
            String text = Utf8.show(header.value());
            if (header.key().equals(ID) && text.matches("-?[0-9]{1,18}")) {
                json.put(ID, Long.parseLong(text));
            } else {
                json.put(header.key(), text);
            }
        }
        return json;
    }
}
