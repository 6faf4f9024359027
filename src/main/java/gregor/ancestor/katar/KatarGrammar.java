package gregor.ancestor.katar;

import module java.base;

import gregor.ancestor.ExtraFields;
import gregor.ancestor.RecordGrammar;
import gregor.ancestor.TailFile;
import gregor.ancestor.UnsupportedEventException;
import gregor.file.FormatException;
import gregor.http.JsonBody;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Origin;
import gregor.list.Utf8;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ObjectNode;

/// The format of the records in a segment of Katar's.
///
/// ```
/// segment = { length json }
/// length  = of the JSON, in bytes; 4 bytes, big-endian
/// json    = { "base_offset": number, "offset": number, "timestamp": seconds or null, "payload": any JSON,
///             [ "gregor": … ] }
/// ```
///
/// The JSON is written as Python's `json.dumps` does: a space after `:` and `,`, and `\u00e9` for é.
///
/// The offset of an event is `base_offset`, the first of its segment, plus `offset`. For example, `hi` at offset 57,
/// the first of its segment, at noon of 2 March 2026; 00 00 00 4A is 74, the length of what follows:
///
/// ```
/// 00 00 00 4A {"base_offset": 57, "offset": 0, "timestamp": 1772452800, "payload": "hi"}
/// ```
///
/// Katar's timestamps are in seconds. The milliseconds, and what else it has no field for, are under `gregor`
/// ([ExtraFields]).
///
/// Downside: the field names are repeated in each record, `cat` does not show lengths, and there is no checksum. But
/// each record contains its offset, so a damaged one is not taken for another.
///
/// @param base the first offset of the segment
record KatarGrammar(long base) {
    private static final int LENGTH_BYTES = 4;
    private static final String START = "{\"base_offset\":";
    private static final ObjectWriter PYTHON = ExtraFields.JSON.writer()
            .with(new DefaultPrettyPrinter(Separators.createDefaultInstance().withObjectNameValueSpacing(Spacing.AFTER)
                    .withObjectEntrySpacing(Spacing.AFTER).withArrayElementSpacing(Spacing.AFTER)
                    .withObjectEmptySeparator("").withArrayEmptySeparator("")).withObjectIndenter(null)
                    .withArrayIndenter(null))
            .with(JsonWriteFeature.ESCAPE_NON_ASCII).without(JsonWriteFeature.WRITE_HEX_UPPER_CASE);
    private static final int MIN_BYTES = LENGTH_BYTES
            + "{'base_offset':0,'offset':0,'timestamp':0,'payload':''}".length();

    /// @throws UnsupportedEventException if the record would be longer than 64 MiB
    byte[] record(Entry entry, Origin origin) {
        Event event = entry.event();
        ObjectNode extra = ExtraFields.of(event, event.headers(), origin);
        ObjectNode record = ExtraFields.JSON.createObjectNode();
        record.put("base_offset", base);
        record.put("offset", entry.offset() - base);
        if (event.timestamp() == Event.NO_TIMESTAMP) {
            record.putNull("timestamp");
        } else {
            record.put("timestamp", event.timestamp() / 1000);
            if (event.timestamp() % 1000 != 0) {
                extra.put("timestamp", event.timestamp());
            }
        }
        JsonNode payload = payload(event.value());
        record.set("payload", payload);
        if (!Arrays.equals(value(payload), event.value())) {
            extra.put("value", ExtraFields.text(event.value()));
        }
        if (!extra.isEmpty()) {
            record.set(ExtraFields.FIELD, extra);
        }
        byte[] json = PYTHON.writeValueAsBytes(record);
        if (json.length > ExtraFields.MAX_BYTES) {
            throw new UnsupportedEventException("a record of Katar has up to " + ExtraFields.MAX_BYTES
                    + " bytes here, and this event needs " + json.length);
        }
        return ByteBuffer.allocate(LENGTH_BYTES + json.length).putInt(json.length).put(json).array();
    }

    /// Returns a value as JSON: a value that is JSON as that JSON, any other text as a string.
    static JsonNode payload(byte[] value) {
        if (value == null) {
            return ExtraFields.JSON.nullNode();
        }
        return JsonBody.read(value).orElseGet(() -> Utf8.text(value)
                .<JsonNode>map(ExtraFields.JSON.getNodeFactory()::stringNode).orElseGet(ExtraFields.JSON::nullNode));
    }

    /// Returns the value of a payload: the text of a string, unless that text is JSON itself; otherwise the JSON.
    static byte[] value(JsonNode payload) {
        if (payload.isString() && JsonBody.read(Utf8.bytes(payload.stringValue())).isEmpty()) {
            return Utf8.bytes(payload.stringValue());
        }
        return payload.isNull() ? null : Utf8.bytes(payload.toString());
    }

    /// Reads a record; empty if it is incomplete, damaged, or belongs to another segment.
    Optional<RecordGrammar.Parsed> parse(TailFile file, long position) {
        long json = position + LENGTH_BYTES;
        if (json > file.size()) {
            return Optional.empty();
        }
        long length = file.int32(position);
        if (length > ExtraFields.MAX_BYTES || json + length > file.size()) {
            return Optional.empty();
        }
        try {
            return event(ExtraFields.JSON.readTree(file.bytes(json, (int) length)), position, json + length);
        } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private Optional<RecordGrammar.Parsed> event(JsonNode record, long begin, long after) {
        long offset = record.required("offset").longValue();
        if (record.required("base_offset").longValue() != base || offset < 0) {
            return Optional.empty();
        }
        JsonNode extra = record.path(ExtraFields.FIELD);
        long timestamp = extra.path("timestamp").asLong(millis(record.path("timestamp")));
        JsonNode payload = record.required("payload");
        byte[] value = extra.has("value") ? ExtraFields.value(payload, extra) : value(payload);
        var event = new Event(timestamp, ExtraFields.key(extra), value, ExtraFields.headers(extra));
        return RecordGrammar.Parsed.of(begin, after, ExtraFields.origin(extra), base + offset, event);
    }

    private static long millis(JsonNode seconds) {
        return seconds.isNumber() && seconds.doubleValue() >= 0
                ? Math.multiplyExact(seconds.asLong(), 1000L)
                : Event.NO_TIMESTAMP;
    }

    /// Refuses a file that begins with something else than a record, complete or cut off.
    ///
    /// @param position where no record was found
    void checkShape(TailFile file, long position) {
        long begin = Math.min(LENGTH_BYTES, file.size());
        boolean isZero = file.size() <= LENGTH_BYTES || file.int32(0) == 0;
        String start = START.substring(0, (int) Math.min(START.length(), file.size() - begin));
        if (position == 0 && !isZero && !file.has(begin, start)) {
            throw new FormatException(file.path() + ", byte 0: a segment of Katar starts with a length and " + START
                    + "; this file does not, and was not changed");
        }
    }

    /// Returns the last offset that a damaged end may have used: one offset if it is an incomplete record; otherwise as
    /// many as there is space for.
    long lastOffset(TailFile file, long position, long expected) {
        long rest = file.size() - position;
        boolean cut = rest < LENGTH_BYTES || file.int32(position) > rest - LENGTH_BYTES;
        return cut ? expected : expected + rest / MIN_BYTES;
    }
}
