package gregor.list;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Two rules about rows of batches that every log keeps.
public final class Batches {
    private Batches() {}

    /// Takes batches while they fit into a number of bytes, and one at least: else who asks for too little
    /// would get nothing for ever.
    public static List<Batch> take(Iterator<Batch> batches, int maxBytes) {
        var taken = new ArrayList<Batch>();
        long room = maxBytes;
        while (batches.hasNext()) {
            Batch batch = batches.next();
            room -= batch.sizeInBytes();
            if (room < 0 && !taken.isEmpty()) {
                break;
            }
            taken.add(batch);
        }
        return taken;
    }

    /// Checks that survivors ascend, without overlap, in the room that is theirs.
    ///
    /// @throws IllegalArgumentException if they do not
    public static void checkSurvivors(List<Batch> survivors, long from, long to) {
        long next = from;
        for (Batch batch : survivors) {
            if (batch.baseOffset() < next || batch.lastOffset() >= to) {
                throw new IllegalArgumentException("survivors " + batch.baseOffset() + " to " + batch.lastOffset()
                        + " do not lie between " + next + " and " + to
                        + ": what survives keeps its offset and its place");
            }
            next = batch.lastOffset() + 1;
        }
    }
}
