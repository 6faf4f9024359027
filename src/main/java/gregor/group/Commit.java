package gregor.group;

/// A bookmark of a group in a partition: the offset that it reads *next*.
///
/// @param note whatever the member wants to remember with it; Kafka: metadata
public record Commit(long offset, String note) {
    /// A bookmark without a note.
    public static Commit of(long offset) {
        return new Commit(offset, "");
    }

    @Override
    public String toString() {
        return note.isEmpty() ? "" + offset : offset + " (" + note + ")";
    }
}
