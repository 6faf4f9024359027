package gregor.file;

import java.nio.file.Path;

/// Where some of the batches of a segment begin: their last offsets and their positions in its file.
///
/// The file `.index` holds one entry for every few KB of the segment, as [SparseIndex] describes; the offset is less
/// that of the segment. For example, that the batch that ends with offset 1,000 lies at position 4,096 of the first
/// segment:
///
/// ```
/// 000003e8 00001000
/// ```
///
/// It can always be made again from the segment. Kafka's has the same name and the same bytes. One thread at a time
/// may call it.
record OffsetIndex(SparseIndex entries, long baseOffset) {
    static final String SUFFIX = ".index";
    static final int KEY_BYTES = Integer.BYTES;

    OffsetIndex(Path path, long baseOffset) {
        this(new SparseIndex(path, KEY_BYTES), baseOffset);
    }

    static OffsetIndex read(Path path, long baseOffset) {
        return new OffsetIndex(SparseIndex.read(path, KEY_BYTES), baseOffset);
    }

    void add(long lastOffset, long position) {
        entries.add(lastOffset - baseOffset, (int) position);
    }

    /// The last entry at or before an offset; null if there is none.
    SparseIndex.Entry floor(long offset) {
        return entries.floor(offset - baseOffset);
    }

    /// The offset that an entry names.
    long lastOffset(SparseIndex.Entry entry) {
        return baseOffset + entry.key();
    }
}
