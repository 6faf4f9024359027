package gregor.file;

import java.nio.file.Path;

/// When the latest event until then happened: timestamps, and the last offsets of the batches that brought them.
///
/// The file `.timeindex` holds an entry whenever the `.index` does, if the time has gone on since, as [SparseIndex]
/// describes; the offset is less that of the segment. No event before the batch of an entry is younger than it, and
/// the last entry is the youngest of all.
///
/// It can always be made again from the segment. Kafka's has the same name and the same bytes. One thread at a time
/// may call it.
record TimeIndex(SparseIndex entries, long baseOffset) {
    static final String SUFFIX = ".timeindex";
    static final int KEY_BYTES = Long.BYTES;

    TimeIndex(Path path, long baseOffset) {
        this(new SparseIndex(path, KEY_BYTES), baseOffset);
    }

    static TimeIndex read(Path path, long baseOffset) {
        return new TimeIndex(SparseIndex.read(path, KEY_BYTES), baseOffset);
    }

    void add(long timestamp, long lastOffset) {
        if (timestamp > entries.lastKey()) {
            entries.add(timestamp, (int) (lastOffset - baseOffset));
        }
    }

    /// The last entry at or before a time; null if there is none.
    SparseIndex.Entry floor(long timestamp) {
        return entries.floor(timestamp);
    }

    /// The last offset of the batch that brought the timestamp of an entry.
    long lastOffset(SparseIndex.Entry entry) {
        return baseOffset + entry.value();
    }

    /// Whether a batch is the one that an entry means.
    boolean means(SparseIndex.Entry entry, BatchHeader frame) {
        return frame != null && frame.lastOffset() == lastOffset(entry) && frame.maxTimestamp() == entry.key();
    }
}
