package gregor.ancestor.kaf;

import module java.base;

import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;

/// The logs that Kaf's requests use: [BrokerKafLogs] or a [KafFolder]. Any thread may call them.
///
/// Offsets count from 0 here. Only [Kaf] and [KafForm] know that Kaf counts from 1.
interface KafLogs extends AutoCloseable {
    /// The largest message, as in Kaf.
    int MAX_BYTES = 5 << 20;

    /// Appends a message and returns its offset. A missing log is created.
    long put(String log, byte[] data);

    /// Returns the messages from an offset on: at least one if there is any, and no more than fit into `maxBytes`. An
    /// unknown log has none.
    List<Entry> get(String log, long from, int maxBytes);

    /// Copies the log to a file and deletes everything before an offset.
    ///
    /// @return whether there was anything to delete
    /// @throws HttpException if the log is unknown
    boolean archive(String log, long upTo);

    @Override
    void close();

    /// Reads a log as Kaf does: from its start if that is later than `from`, and nothing past its end.
    static List<Entry> read(Log log, long from, int maxBytes) {
        while (true) {
            long begin = Math.max(from, log.start());
            try {
                return begin >= log.end() ? List.of() : entries(log.read(begin, maxBytes), begin, maxBytes);
            } catch (OffsetOutOfRangeException e) {
                if (begin >= log.start()) {
                    throw new FormatException("the log was truncated while it was read; ask again");
                }
            }
        }
    }

    private static List<Entry> entries(Iterable<Batch> batches, long from, long maxBytes) {
        var entries = new ArrayList<Entry>();
        long room = maxBytes;
        for (Batch batch : batches) {
            for (Entry entry : batch) {
                room -= entry.offset() < from ? 0 : entry.event().sizeInBytes();
                if (room < 0 && !entries.isEmpty()) {
                    return entries;
                }
                if (entry.offset() >= from) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }
}
