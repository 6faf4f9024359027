package gregor.group;

/// The offset that a group reads *next* in a partition.
///
/// @param note any text of the consumer that commits; Kafka: `metadata`
public record CommittedOffset(long offset, String note) {
    /// Returns an offset without a note.
    public static CommittedOffset of(long offset) {
        return new CommittedOffset(offset, "");
    }

    @Override
    public String toString() {
        return note.isEmpty() ? "" + offset : offset + " (" + note + ")";
    }
}
