package gregor.http;

import module java.base;

import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import gregor.topic.PartitionEntry;
import tools.jackson.databind.node.ObjectNode;

/// An event as JSON, in the form that Katar gave it.
///
/// ```
/// {"topic":"orders","partition":0,"offset":7,"log":{"base_offset":0,"offset":7,"timestamp":1772452800.25,
///  "key":"17","payload":{"id":7},"headers":{"lang":"en"}}}
/// ```
///
/// The timestamp is in seconds. A value that is a JSON object or array becomes a JSON payload, any other UTF-8 text a
/// string. For a value that is not UTF-8 the payload is null and the field `base64` has its bytes.
final class EventJson {
    private EventJson() {}

    static ObjectNode of(PartitionEntry received) {
        Event event = received.entry().event();
        ObjectNode json = JsonBody.STRICT.createObjectNode();
        json.put("topic", received.partition().topic());
        json.put("partition", received.partition().partition());
        json.put("offset", received.entry().offset());
        ObjectNode log = json.putObject("log");
        log.put("base_offset", 0);
        log.put("offset", received.entry().offset());
        if (event.timestamp() == Event.NO_TIMESTAMP) {
            log.putNull("timestamp");
        } else {
            BigDecimal seconds = BigDecimal.valueOf(event.timestamp(), 3).stripTrailingZeros();
            log.put("timestamp", seconds.setScale(Math.max(0, seconds.scale())));
        }
        if (event.key() != null) {
            log.put("key", Utf8.show(event.key()));
        }
        putPayload(log, event.value());
        if (!event.headers().isEmpty()) {
            ObjectNode headers = log.putObject("headers");
            for (Header header : event.headers()) {
                headers.put(header.key(), header.value() == null ? null : Utf8.show(header.value()));
            }
        }
        return json;
    }

    private static void putPayload(ObjectNode log, byte[] value) {
        String text = value == null ? null : Utf8.text(value).orElse(null);
        boolean isContainer = text != null && (text.startsWith("{") || text.startsWith("["));
        JsonBody.read(isContainer ? value : new byte[0]).ifPresentOrElse(json -> log.set("payload", json),
                () -> log.put("payload", text));
        if (value != null && text == null) {
            log.put("base64", Base64.getEncoder().encodeToString(value));
        }
    }
}
