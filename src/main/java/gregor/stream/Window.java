package gregor.stream;

/// A part of event time, in milliseconds since 1970 UTC.
///
/// @param start its first millisecond
/// @param end   of a time window, the millisecond after its last one; of a session, the time of its last event
public record Window(long start, long end) {
    @Override
    public String toString() {
        return start + "/" + end;
    }
}
