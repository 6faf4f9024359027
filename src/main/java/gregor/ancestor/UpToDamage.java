package gregor.ancestor;

import gregor.file.FormatException;
import gregor.list.Batch;
import java.util.Iterator;

/// Gives what stands before a damaged place. Only who reads from that very place is told of the damage.
public final class UpToDamage implements Iterator<Batch> {
    private final Iterator<Batch> batches;
    private boolean given;

    public UpToDamage(Iterator<Batch> batches) {
        this.batches = batches;
    }

    @Override
    public boolean hasNext() {
        try {
            return batches.hasNext();
        } catch (FormatException damage) {
            if (given) {
                return false;
            }
            throw damage;
        }
    }

    @Override
    public Batch next() {
        Batch batch = batches.next();
        given = true;
        return batch;
    }
}
