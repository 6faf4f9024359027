package gregor.file;

import java.nio.file.Path;

/// When the latest event until then happened: timestamps, and the offsets of the batches that brought them.
///
/// The file `.timeindex` holds an entry whenever the `.index` does, if the time has gone on since, as [SparseIndex]
/// describes; the offset is less that of the segment. No event before the batch of an entry is younger than it.
///
/// It can always be made again from the segment. One thread at a time may call it.
record TimeIndex(SparseIndex entries, long baseOffset) {
    static final String SUFFIX = ".timeindex";

    TimeIndex(Path path, long baseOffset) {
        this(new SparseIndex(path), baseOffset);
    }

    void add(long timestamp, long offset) {
        if (timestamp > entries.lastKey()) {
            entries.add(timestamp, (int) (offset - baseOffset));
        }
    }

    /// An offset at or before that of the first batch that is as young as this.
    long offsetOf(long timestamp) {
        return baseOffset + Math.max(0, entries.floor(timestamp));
    }
}
