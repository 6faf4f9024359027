package gregor.file;

import java.nio.file.Path;

/// Where some of the batches of a segment begin: their offsets and their positions in its file.
///
/// The file `.index` holds one entry for every few KB of the segment, as [SparseIndex] describes. For example, that
/// the batch that begins with offset 1,000 lies at position 4,096:
///
/// ```
/// 00000000000003e8 00001000 a7258e32
/// ```
///
/// It can always be made again from the segment. One thread at a time may call it.
record OffsetIndex(SparseIndex entries) {
    static final String SUFFIX = ".index";

    OffsetIndex(Path path) {
        this(new SparseIndex(path));
    }

    void add(long offset, long position) {
        entries.add(offset, (int) position);
    }

    /// A position at or before the batch with an offset.
    int positionOf(long offset) {
        return Math.max(0, entries.floor(offset));
    }
}
