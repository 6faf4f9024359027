package gregor.stream;

import module java.base;

import gregor.list.Event;
import gregor.list.Utf8;
import org.jspecify.annotations.Nullable;

/// An event of a stream, with texts as its key and value. In a table, it is a change of the key's row.
///
/// @param timestamp when it happened (event time), in milliseconds since 1970 UTC
public record StreamRecord(@Nullable String key, @Nullable String value, long timestamp) {
    /// Reads an event.
    ///
    /// @throws IllegalArgumentException if it has no timestamp, or its key or value is not UTF-8
    public static StreamRecord of(Event event) {
        if (event.timestamp() < 0) {
            throw new IllegalArgumentException("has no timestamp; write events with the time when they happened");
        }
        return new StreamRecord(text("key", event.key()), text("value", event.value()), event.timestamp());
    }

    private static @Nullable String text(String part, byte @Nullable [] bytes) {
        return bytes == null
                ? null
                : Utf8.text(bytes).orElseThrow(() -> new IllegalArgumentException(
                        "has a " + part + " that is not UTF-8; write texts, or filter the topic first"));
    }

    public Event event() {
        return Event.of(key, value).at(Instant.ofEpochMilli(timestamp));
    }

    public StreamRecord withKey(@Nullable String other) {
        return new StreamRecord(other, value, timestamp);
    }

    public StreamRecord withValue(@Nullable String other) {
        return new StreamRecord(key, other, timestamp);
    }

    @Override
    public String toString() {
        return key + "=" + value + " at " + timestamp;
    }
}
