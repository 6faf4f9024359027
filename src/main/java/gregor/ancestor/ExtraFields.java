package gregor.ancestor;

import module java.base;

import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Origin;
import gregor.list.Utf8;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Stores what a format has no field for in one more JSON field, `gregor`. Programs that do not know the field skip it;
/// an event that needs none of it is written without.
///
/// ```
/// gregor  = { "value": payload, "timestamp": milliseconds, "offset": number,
///             "key": payload, "headers": [[name, payload], …], "producer": [id, epoch, sequence] }    each if needed
/// payload = null | the text | "base64:" and base64, if it is not UTF-8 or starts with "base64:" itself
/// ```
///
/// For example: `"gregor":{"key":"truck-17","headers":[["lang","en"]]}`.
public final class ExtraFields {
    public static final String FIELD = "gregor";
    /// The longest record in any format; a wrong length cannot make a reader allocate more.
    public static final int MAX_BYTES = 1 << 26;
    public static final JsonMapper JSON = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_BYTES).build()).build())
            .build();

    private static final String BASE64 = "base64:";

    private ExtraFields() {}

    /// Returns the fields for a key, headers and producer; empty if there are none.
    public static ObjectNode of(Event event, List<Header> headers, Origin origin) {
        ObjectNode extra = JSON.createObjectNode();
        if (event.key() != null) {
            extra.put("key", text(event.key()));
        }
        if (!headers.isEmpty()) {
            ArrayNode list = extra.putArray("headers");
            headers.forEach(header -> list.addArray().add(header.key()).add(text(header.value())));
        }
        if (!origin.equals(Origin.UNKNOWN)) {
            extra.putArray("producer").add(origin.producerId()).add(origin.epoch()).add(origin.sequence());
        }
        return extra;
    }

    /// Adds a payload to a record as text. One that is not UTF-8 becomes null there; the extra fields get its bytes.
    public static void putText(ObjectNode record, String field, byte[] value, ObjectNode extra) {
        String text = value == null ? null : Utf8.text(value).orElse(null);
        record.put(field, text);
        if (value != null && text == null) {
            extra.put("value", text(value));
        }
    }

    /// Reads a payload that [#putText] wrote. Of a JSON value that is no string, the payload is the JSON text.
    public static byte[] value(JsonNode field, JsonNode extra) {
        if (extra.has("value")) {
            return bytes(extra.get("value"));
        }
        return field.isNull() ? null : Utf8.bytes(field.isString() ? field.stringValue() : field.toString());
    }

    /// Returns the key; null if there is none.
    public static byte[] key(JsonNode extra) {
        return bytes(extra.path("key"));
    }

    public static List<Header> headers(JsonNode extra) {
        var headers = new ArrayList<Header>();
        for (JsonNode header : extra.path("headers")) {
            headers.add(new Header(header.path(0).stringValue(), bytes(header.path(1))));
        }
        return headers;
    }

    /// Returns the producer; [Origin#UNKNOWN] if there is none.
    public static Origin origin(JsonNode extra) {
        JsonNode producer = extra.path("producer");
        return producer.isMissingNode()
                ? Origin.UNKNOWN
                : new Origin(producer.path(0).longValue(), producer.path(1).shortValue(), producer.path(2).intValue());
    }

    /// Returns a payload as text, in base64 if it is not UTF-8; null for null.
    public static String text(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        return Utf8.text(bytes).filter(text -> !text.startsWith(BASE64))
                .orElseGet(() -> BASE64 + Base64.getEncoder().encodeToString(bytes));
    }

    private static byte[] bytes(JsonNode payload) {
        if (payload.isNull() || payload.isMissingNode()) {
            return null;
        }
        String text = payload.stringValue();
        return text.startsWith(BASE64) ? Base64.getDecoder().decode(text.substring(BASE64.length())) : Utf8.bytes(text);
    }
}
