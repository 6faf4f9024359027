package gregor.ancestor;

import module java.base;

import gregor.file.FormatException;
import gregor.list.Batch;

/// Reads batches from a file until a visitor has enough of them.
public interface BatchReader {
    /// Passes batches to a visitor until it returns false.
    ///
    /// @throws FormatException at a damaged place
    void visit(Predicate<Batch> visitor);

    /// Returns the first batches that fit into `maxBytes`, at least one; only those before a damaged place.
    ///
    /// @throws FormatException if the damaged place is the first
    default List<Batch> take(int maxBytes) {
        var taken = new ArrayList<Batch>();
        long[] left = {maxBytes};
        try {
            visit(batch -> {
                left[0] -= batch.sizeInBytes();
                return (left[0] >= 0 || taken.isEmpty()) && taken.add(batch);
            });
        } catch (FormatException damage) {
            if (taken.isEmpty()) {
                throw damage;
            }
        }
        return taken;
    }

    /// Returns the bytes of the batches before a damaged place.
    default long sizeInBytes() {
        long[] bytes = {0};
        try {
            visit(batch -> {
                bytes[0] += batch.sizeInBytes();
                return true;
            });
        } catch (FormatException damage) {
            // what follows cannot be read
        }
        return bytes[0];
    }

    /// Returns the first batch; empty if there is none.
    default Optional<Batch> first() {
        return take(0).stream().findFirst();
    }
}
