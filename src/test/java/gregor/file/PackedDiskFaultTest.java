package gregor.file;

import gregor.packed.PackedFormat;

/// The same for packed batches.
class PackedDiskFaultTest extends DiskFaultTest {
    @Override
    BatchFormat format() {
        return new PackedFormat();
    }
}
