package gregor.file;

import gregor.packed.PackedFormat;

/// The same for packed batches.
class PackedReopenedLogTest extends ReopenedLogTest {
    @Override
    BatchFormat format() {
        return new PackedFormat();
    }
}
