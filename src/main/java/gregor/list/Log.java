package gregor.list;

import java.util.ArrayList;
import java.util.List;

/// An ordered list of events that grows at its end, and that reading does not change.
///
/// Each event has an offset, counted from 0 and never given twice. The log may shrink at its start, and
/// compaction may leave gaps; so one reads *from* an offset on, and never the n-th element.
/// Unless a log says otherwise, one thread at a time may call it.
public interface Log {
    /// Adds a batch at the end and returns the offset of its first event.
    long append(Batch batch);

    /// Adds one event at the end and returns its offset.
    default long append(Event event) {
        return append(ListBatch.of(event));
    }

    /// Returns the batches from an offset on: whole, in order, at least one if there is any, and no more of
    /// them than fit into `maxBytes`. The first may begin before the offset. At the end there are none.
    ///
    /// @throws OffsetOutOfRangeException if the offset lies before [#start()] or after [#end()]
    Iterable<Batch> read(long from, int maxBytes);

    /// The earliest offset that can be read.
    long start();

    /// The offset that the next event will get.
    long end();

    /// How much the log holds, in the bytes that [Batch#sizeInBytes()] counts.
    long sizeInBytes();

    /// Lets go of everything before an offset; [#start()] is at least that offset from then on.
    /// If it has left already, nothing happens. Storage goes in whole batches, so that some of it may stay a while.
    ///
    /// @throws OffsetOutOfRangeException if the offset lies after [#end()]
    void deleteBefore(long upTo);

    /// Rewrites the past: the batches that end before an offset give way to the survivors, which keep their
    /// offsets. Start and end of the log stay where they are.
    ///
    /// @throws OffsetOutOfRangeException if the offset lies before [#start()] or after [#end()]
    /// @throws IllegalArgumentException  if the survivors do not ascend between the start and the batches that stay
    void replace(long upTo, List<Batch> survivors);

    /// Returns the entries from an offset to the end: for short logs, tests and curious people.
    ///
    /// @throws OffsetOutOfRangeException as [#read(long, int)] does
    default List<Entry> entries(long from) {
        var entries = new ArrayList<Entry>();
        for (Batch batch : read(from, Integer.MAX_VALUE)) {
            for (Entry entry : batch) {
                if (entry.offset() >= from) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }
}
