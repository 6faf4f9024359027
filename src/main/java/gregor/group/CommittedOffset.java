package gregor.group;

/// A bookmark of a group in a partition: the offset that it reads *next*.
///
/// @param note whatever the member wants to remember with it; Kafka: metadata
public record CommittedOffset(long offset, String note) {
    /// A bookmark without a note.
    public static CommittedOffset of(long offset) {
        return new CommittedOffset(offset, "");
    }

    @Override
    public String toString() {
        return note.isEmpty() ? "" + offset : offset + " (" + note + ")";
    }
}
