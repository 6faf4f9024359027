package gregor.file;

import module java.base;

/// Compares the indexes of a full segment with its batches. It changes nothing.
final class IndexCheck {
    private final SparseIndex offsets;
    private final SparseIndex times;
    private final Optional<CorruptLogException> damage;
    private SparseIndex.Entry offset;
    private SparseIndex.Entry time;
    private Path wrong;

    /// Makes a check that knows no index.
    IndexCheck() {
        offsets = SparseIndex.offsets(Path.of(""), 0);
        times = SparseIndex.times(Path.of(""), 0);
        damage = Optional.empty();
    }

    /// Loads the indexes.
    ///
    /// @param stem the name of the files without their suffix
    IndexCheck(Path folder, String stem, long baseOffset) {
        offsets = SparseIndex.offsets(folder.resolve(stem + SparseIndex.OFFSET_SUFFIX), baseOffset);
        times = SparseIndex.times(folder.resolve(stem + SparseIndex.TIME_SUFFIX), baseOffset);
        damage = load(offsets).or(() -> load(times));
        offset = offsets.first();
        time = times.first();
    }

    private static Optional<CorruptLogException> load(SparseIndex index) {
        try {
            index.load();
            return Optional.empty();
        } catch (CorruptLogException damage) {
            return Optional.of(damage);
        } catch (StorageException e) {
            return Optional.of(new CorruptLogException(index.path(), 0, e.getMessage()));
        }
    }

    SparseIndex offsets() {
        return offsets;
    }

    /// Compares a batch with its entries. The batches come in order.
    void check(BatchHeader header, long position) {
        if (offset != null && offset.value() <= position) {
            if (offset.value() < position || offset.key() != header.lastOffset()) {
                wrong = offsets.path();
            }
            offset = offsets.after(offset);
        }
        if (time != null && time.value() <= header.lastOffset()) {
            if (time.value() < header.lastOffset() || time.key() != header.maxTimestamp()) {
                wrong = times.path();
            }
            time = times.after(time);
        }
    }

    /// Ignores the entries of damaged batches: those before a position and a base offset.
    void skipTo(long position, long baseOffset) {
        while (offset != null && offset.value() < position) {
            offset = offsets.after(offset);
        }
        while (time != null && time.value() < baseOffset) {
            time = times.after(time);
        }
    }

    /// Reports the index that is damaged.
    void finish(long maxTimestamp, BiConsumer<Path, String> findings) {
        if (damage.isPresent()) {
            findings.accept(damage.get().file(), damage.get().what() + "; a reader rebuilds it");
        } else if (wrong != null || offset != null || times.lastKey() != maxTimestamp) {
            findings.accept(wrong != null ? wrong : offset != null ? offsets.path() : times.path(),
                    "its entries are not those of the batches; a reader rebuilds it");
        }
        offsets.close();
        times.close();
    }
}
