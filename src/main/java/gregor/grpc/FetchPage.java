package gregor.grpc;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// As many entries as fit into one reply.
///
/// @param next where to go on; behind gaps, if there are any
public record FetchPage(List<Entry> entries, long next) {
    /// Whoever speaks gRPC takes 4 MiB in one message unless told otherwise. A little of it is for the envelope.
    public static final int MOST = (4 << 20) - 1024;

    /// Reads from an offset on: one entry at least, if there is any.
    ///
    /// @param wanted how many bytes a reply should have, [#MOST] at most
    /// @param size   how many an entry takes there
    /// @throws OffsetOutOfRangeException as [Log#read(long, int)] does
    /// @throws TooLargeException         if not even the first entry fits into any reply
    public static FetchPage read(Log log, long from, int wanted, ToIntFunction<Entry> size) {
        var entries = new ArrayList<Entry>();
        long next = from;
        int bytes = 0;
        for (Batch batch : log.read(from, wanted)) {
            for (Entry entry : batch) {
                if (entry.offset() >= next) {
                    bytes += size.applyAsInt(entry);
                    if (bytes > wanted && !entries.isEmpty()) {
                        return new FetchPage(entries, next);
                    }
                    if (bytes > MOST) {
                        throw new TooLargeException(entry.offset(), bytes);
                    }
                    entries.add(entry);
                    next = entry.offset() + 1;
                }
            }
            next = Math.max(next, batch.lastOffset() + 1);
        }
        return new FetchPage(entries, next);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
