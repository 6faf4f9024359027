package gregor.file;

import gregor.packed.PackedFormat;

/// The same for packed batches. The four bytes of the leader epoch stand before the checksum, and nobody here asks for
/// them; those of the base offset stand before it too, and where there are no gaps that does not matter.
class PackedDamageTest extends DamageTest {
    @Override
    BatchFormat format() {
        return new PackedFormat();
    }

    @Override
    boolean counts(int position) {
        return position < 12 || position > 15;
    }
}
