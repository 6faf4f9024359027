package gregor.ancestor;

import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Origin;
import gregor.list.Utf8;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a format has no field for, as one more JSON field, `gregor`. A program that does not know it skips it, and an
/// event that needs none of it is written without.
///
/// ```
/// gregor  = { "value": payload, "timestamp": milliseconds, "offset": number,
///             "key": payload, "headers": [[name, payload], …], "producer": [id, epoch, sequence] }    each if needed
/// payload = null | the text | "base64:" and base64, if it is not UTF-8 or begins so itself
/// ```
///
/// For example: `"gregor":{"key":"truck-17","headers":[["lang","en"]]}`.
public final class ExtraFields {
    public static final String FIELD = "gregor";
    /// No record of a format is longer: so that a length that lies cannot take the memory.
    public static final int MAX_BYTES = 1 << 26;
    public static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_BYTES).build()).build()).build();

    private static final String BASE64 = "base64:";

    private ExtraFields() {}

    /// Notes the key, the headers and the producer, those of them that there are.
    public static ObjectNode of(Event event, List<Header> headers, Origin origin) {
        ObjectNode notes = JSON.createObjectNode();
        if (event.key() != null) {
            notes.put("key", text(event.key()));
        }
        if (!headers.isEmpty()) {
            ArrayNode list = notes.putArray("headers");
            headers.forEach(header -> list.addArray().add(header.key()).add(text(header.value())));
        }
        if (!origin.equals(Origin.UNKNOWN)) {
            notes.putArray("producer").add(origin.producerId()).add(origin.epoch()).add(origin.sequence());
        }
        return notes;
    }

    /// Adds a payload as the text that it is; if it is none, null stands there and the notes have the bytes.
    public static void putText(ObjectNode record, String field, byte[] value, ObjectNode notes) {
        String text = value == null ? null : Utf8.text(value).orElse(null);
        record.put(field, text);
        if (value != null && text == null) {
            notes.put("value", text(value));
        }
    }

    /// Reads what [#putText] wrote; JSON that is no text is taken as the text that it is written with.
    public static byte[] value(JsonNode field, JsonNode notes) {
        if (notes.has("value")) {
            return bytes(notes.get("value"));
        }
        return field.isNull() ? null : Utf8.bytes(field.isString() ? field.stringValue() : field.toString());
    }

    public static byte[] key(JsonNode notes) {
        return bytes(notes.path("key"));
    }

    public static List<Header> headers(JsonNode notes) {
        var headers = new ArrayList<Header>();
        for (JsonNode header : notes.path("headers")) {
            headers.add(new Header(header.path(0).stringValue(), bytes(header.path(1))));
        }
        return headers;
    }

    public static Origin origin(JsonNode notes) {
        JsonNode producer = notes.path("producer");
        return producer.isMissingNode() ? Origin.UNKNOWN
                : new Origin(producer.path(0).longValue(), producer.path(1).shortValue(), producer.path(2).intValue());
    }

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
