package gregor.list;

/// Events that are appended together: the unit that a log stores and returns.
///
/// A log does not depend on how a batch stores its events. The entries have ascending offsets, with gaps where
/// compaction removed some.
public interface Batch extends Iterable<Entry> {
    /// Returns the first offset that belongs to this batch; 0 if it is not in a log yet.
    long baseOffset();

    /// Returns the last offset that belongs to this batch; its last event may be before it.
    long lastOffset();

    /// Returns the largest timestamp of its events, in milliseconds.
    long maxTimestamp();

    /// Returns its size in bytes, as the limits of a log count it.
    int sizeInBytes();

    /// Returns the producer that sent it.
    Origin origin();

    /// Returns the same batch with another base offset.
    Batch at(long baseOffset);
}
