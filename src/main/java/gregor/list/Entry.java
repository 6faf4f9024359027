package gregor.list;

/// An [Event] in its place in a log.
///
/// @param offset its number: 0 for the first event that the log ever took, and never given twice
public record Entry(long offset, Event event) {
    @Override
    public String toString() {
        return offset + ":" + event;
    }
}
