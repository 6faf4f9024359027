package gregor.ancestor.katar;

import gregor.ancestor.ExtraFields;
import gregor.ancestor.RecordGrammar;
import gregor.ancestor.TailFile;
import gregor.ancestor.UnsupportedEventException;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Origin;
import java.nio.ByteBuffer;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The format of the records in a segment of Katar's.
///
/// ```
/// segment = { length json }
/// length  = of the JSON, in bytes; 4 bytes, big-endian
/// json    = { "base_offset": number, "offset": number, "timestamp": seconds or null, "payload": text or null,
///             [ "gregor": … ] }
/// ```
///
/// The offset of an event is `base_offset`, the first of its segment, plus `offset`. For example, `hi` at offset 57,
/// the first of its segment, at noon of 2 March 2026; 00 00 00 43 is 67, the length of what follows:
///
/// ```
/// 00 00 00 43 {"base_offset":57,"offset":0,"timestamp":1772452800,"payload":"hi"}
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
    private static final int MIN_BYTES = LENGTH_BYTES
            + "{'base_offset':0,'offset':0,'timestamp':0,'payload':''}".length();

    /// Returns the record of an event.
    ///
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
        ExtraFields.putText(record, "payload", event.value(), extra);
        if (!extra.isEmpty()) {
            record.set(ExtraFields.FIELD, extra);
        }
        byte[] json = ExtraFields.JSON.writeValueAsBytes(record);
        if (json.length > ExtraFields.MAX_BYTES) {
            throw new UnsupportedEventException("a record of Katar has up to " + ExtraFields.MAX_BYTES
                    + " bytes here, and this event needs " + json.length);
        }
        return ByteBuffer.allocate(LENGTH_BYTES + json.length).putInt(json.length).put(json).array();
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
            return event(ExtraFields.JSON.readTree(file.bytes(json, (int) length)), json + length);
        } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private Optional<RecordGrammar.Parsed> event(JsonNode record, long after) {
        long offset = record.required("offset").longValue();
        if (record.required("base_offset").longValue() != base || offset < 0) {
            return Optional.empty();
        }
        JsonNode extra = record.path(ExtraFields.FIELD);
        long timestamp = extra.path("timestamp").asLong(millis(record.path("timestamp")));
        byte[] value = ExtraFields.value(record.required("payload"), extra);
        var event = new Event(timestamp, ExtraFields.key(extra), value, ExtraFields.headers(extra));
        return RecordGrammar.Parsed.of(after, ExtraFields.origin(extra), base + offset, event);
    }

    private static long millis(JsonNode seconds) {
        return seconds.isNumber() && seconds.doubleValue() >= 0
                ? Math.multiplyExact(seconds.asLong(), 1000L)
                : Event.NO_TIMESTAMP;
    }

    /// Returns the last offset that a damaged end may have used: one offset if it is an incomplete record; otherwise as
    /// many as there is space for.
    long lastOffset(TailFile file, long position, long expected) {
        long rest = file.size() - position;
        boolean cut = rest < LENGTH_BYTES || file.int32(position) > rest - LENGTH_BYTES;
        return cut ? expected : expected + rest / MIN_BYTES;
    }
}
