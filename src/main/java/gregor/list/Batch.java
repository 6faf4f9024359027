package gregor.list;

/// Events that enter a log together: what a log takes, keeps and gives back.
///
/// A log never asks how a batch holds its events. Entries come in ascending offsets, with gaps where
/// compaction removed some.
public interface Batch extends Iterable<Entry> {
    /// The first offset that belongs to this batch; 0 if it is not in a log yet.
    long baseOffset();

    /// The last offset that belongs to this batch; its last event may lie before it.
    long lastOffset();

    /// The largest timestamp of its events.
    long maxTimestamp();

    /// Its size as the limits of a log count it.
    int sizeInBytes();

    /// Who produced it.
    Origin origin();

    /// Returns the same batch, placed so that it begins at an offset.
    Batch at(long baseOffset);
}
