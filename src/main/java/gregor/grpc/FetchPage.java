package gregor.grpc;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;

/// The entries of one reply.
///
/// @param next the offset to read next, after any gap
public record FetchPage(List<Entry> entries, long next) {
    /// The largest size of the entries in bytes: gRPC's default limit of 4 MiB for a message, minus its other fields.
    public static final int MAX_BYTES = (4 << 20) - 1024;

    /// Reads from an offset on as many entries as fit into `maxBytes`, but at least one if there is any.
    ///
    /// @param maxBytes the wanted size of the reply, at most [#MAX_BYTES]
    /// @param size     the bytes of an entry in a reply
    /// @throws OffsetOutOfRangeException as [Log#read(long, int)] does
    /// @throws TooLargeException         if the first entry is larger than [#MAX_BYTES]
    public static FetchPage read(Log log, long from, int maxBytes, ToIntFunction<Entry> size) {
        var entries = new ArrayList<Entry>();
        long next = from;
        int bytes = 0;
        for (Batch batch : log.read(from, maxBytes)) {
            for (Entry entry : batch) {
                if (entry.offset() >= next) {
                    bytes += size.applyAsInt(entry);
                    if (bytes > maxBytes && !entries.isEmpty()) {
                        return new FetchPage(entries, next);
                    }
                    if (bytes > MAX_BYTES) {
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
