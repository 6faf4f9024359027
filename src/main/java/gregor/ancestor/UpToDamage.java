package gregor.ancestor;

import gregor.file.FormatException;
import gregor.list.Batch;
import java.util.Iterator;

/// Ends before a damaged place. Only if that place is the first one does it throw the exception.
public final class UpToDamage implements Iterator<Batch> {
    private final Iterator<Batch> batches;
    private boolean hasReturned;

    /// @param batches throws a [FormatException] at a damaged place
    public UpToDamage(Iterator<Batch> batches) {
        this.batches = batches;
    }

    @Override
    public boolean hasNext() {
        try {
            return batches.hasNext();
        } catch (FormatException damage) {
            if (hasReturned) {
                return false;
            }
            throw damage;
        }
    }

    @Override
    public Batch next() {
        Batch batch = batches.next();
        hasReturned = true;
        return batch;
    }
}
