package gregor.file;

import gregor.packed.PackedFormat;

/// The same for packed batches.
class PackedCrashTest extends CrashTest {
    @Override
    BatchFormat format() {
        return new PackedFormat();
    }

    @Override
    int part() {
        return Boolean.getBoolean("gregor.prove") ? 1 : 2;
    }
}
