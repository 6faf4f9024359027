package gregor.list;

import module java.base;

import org.jspecify.annotations.Nullable;

/// Something that happened: when, about what (the key), and what (the value).
///
/// Key and value are bytes of any length; each may be null. A log never interprets them.
/// The arrays are not copied; the caller must not change them any more.
///
/// @param timestamp milliseconds since 1970 UTC, or [#NO_TIMESTAMP]
public record Event(long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    /// The timestamp of an event that has none yet.
    public static final long NO_TIMESTAMP = -1;

    /// @throws IllegalArgumentException if the timestamp is negative and not [#NO_TIMESTAMP]
    public Event {
        if (timestamp < NO_TIMESTAMP) {
            throw new IllegalArgumentException(
                    "timestamp " + timestamp + ": give milliseconds since 1970, or " + NO_TIMESTAMP + " for none");
        }
        headers = List.copyOf(headers);
    }

    /// Returns an event with a text as its value, without key and timestamp.
    public static Event of(@Nullable String value) {
        return of(null, value);
    }

    /// Returns an event with texts as its key and value, without timestamp. Each may be null.
    public static Event of(@Nullable String key, @Nullable String value) {
        return new Event(NO_TIMESTAMP, bytes(key), bytes(value), List.of());
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : Utf8.bytes(text);
    }

    /// Returns the same event with a timestamp.
    public Event at(Instant time) {
        return new Event(time.toEpochMilli(), key, value, headers);
    }

    /// Returns the same event with one more header.
    public Event with(String name, @Nullable String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, bytes(value)));
        return new Event(timestamp, key, this.value, more);
    }

    /// Returns the value as text for display; null if there is none.
    public @Nullable String text() {
        return value == null ? null : Utf8.show(value);
    }

    /// Returns the bytes of key, value and headers, which the limits of a log count.
    public int sizeInBytes() {
        long size = length(key) + length(value);
        for (Header header : headers) {
            size += Utf8.bytes(header.key()).length + length(header.value());
        }
        return Math.toIntExact(size);
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event that && timestamp == that.timestamp && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value) && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(timestamp) + Arrays.hashCode(key)) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return (key == null ? "" : Utf8.show(key) + "=") + Utf8.show(value);
    }
}
