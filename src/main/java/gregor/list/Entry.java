package gregor.list;

/// An [Event] with its offset in a log.
///
/// @param offset the number of the event: 0 for the first one that was ever appended; never used twice
public record Entry(long offset, Event event) {
    @Override
    public String toString() {
        return offset + ":" + event;
    }
}
