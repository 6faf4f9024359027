package gregor.ancestor.kaf;

import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.util.ArrayList;
import java.util.List;

/// The logs that requests of Kaf are about: [BrokerKafLogs] or a [KafFolder]. Any thread may call them.
///
/// Offsets count from 0 here. That Kaf counts from 1 is known to [KafPut], [KafGet] and [KafArchive] and to nobody
/// else.
public interface KafLogs extends AutoCloseable {
    /// Kaf's own limit of a message.
    int MAX_BYTES = 5 << 20;

    /// Appends a message and returns its offset. The log is made if it is not there.
    long put(String log, byte[] data);

    /// Returns the messages from an offset on, at least one if there is any, and no more than fit into some bytes;
    /// none if there is no such log.
    List<Entry> get(String log, long from, int maxBytes);

    /// Keeps the log as it is in a file, and lets go of everything before an offset.
    ///
    /// @return whether there was anything to let go of
    /// @throws Refusal if there is no such log
    boolean archive(String log, long upTo);

    @Override
    void close();

    /// Reads a log as Kaf does: from where it starts if that is later, and nothing past its end.
    static List<Entry> read(Log log, long from, int maxBytes) {
        while (true) {
            long begin = Math.max(from, log.start());
            try {
                return begin >= log.end() ? List.of() : entries(log.read(begin, maxBytes), begin, maxBytes);
            } catch (OffsetOutOfRangeException e) {
                if (begin >= log.start()) {
                    throw new FormatException("the log has lost its end while it was read; ask again");
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
