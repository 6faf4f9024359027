package gregor.list;

import module java.base;

/// Rules for lists of batches that every log follows.
public final class Batches {
    private Batches() {}

    /// Returns the first batches that fit into `maxBytes`, at least one: a reader that asks for too few bytes would
    /// never get any further otherwise.
    public static List<Batch> take(Iterator<Batch> batches, int maxBytes) {
        var taken = new ArrayList<Batch>();
        long bytesLeft = maxBytes;
        while (batches.hasNext()) {
            Batch batch = batches.next();
            bytesLeft -= batch.sizeInBytes();
            if (bytesLeft < 0 && !taken.isEmpty()) {
                break;
            }
            taken.add(batch);
        }
        return taken;
    }

    /// Checks that survivors of a compaction ascend without overlap between the offsets `from` and `to`.
    ///
    /// @throws IllegalArgumentException if they do not
    public static void checkSurvivors(List<Batch> survivors, long from, long to) {
        long next = from;
        for (Batch batch : survivors) {
            if (batch.baseOffset() < next || batch.lastOffset() >= to) {
                throw new IllegalArgumentException("survivors " + batch.baseOffset() + " to " + batch.lastOffset()
                        + " are not between " + next + " and " + to + "; keep their offsets and their order");
            }
            next = batch.lastOffset() + 1;
        }
    }
}
