package gregor.list;

import module java.base;

/// An ordered list of events that grows at its end. Reading does not change it.
///
/// Each event has an offset, counted from 0 and never used twice. The log may shrink at its start, and
/// compaction may leave gaps; so a read begins *at an offset*, and never at the n-th element.
/// Unless a log says otherwise, one thread at a time may call it.
public interface Log {
    /// Appends a batch and returns the offset of its first event.
    long append(Batch batch);

    /// Appends one event and returns its offset.
    default long append(Event event) {
        return append(ListBatch.of(event));
    }

    /// Returns the batches from an offset on, whole and in order: as many as fit into `maxBytes`, at least one, and
    /// none at the end of the log. The first may begin before the offset.
    ///
    /// @throws OffsetOutOfRangeException if the offset is before [#start()] or after [#end()]
    Iterable<Batch> read(long from, int maxBytes);

    /// Returns the earliest offset that can be read.
    long start();

    /// Returns the offset that the next event will get.
    long end();

    /// Returns the size of its batches in bytes, as [Batch#sizeInBytes()] counts them.
    long sizeInBytes();

    /// Deletes the events before an offset; [#start()] is at least that offset then. Nothing happens if they have been
    /// deleted already. Storage is freed in whole batches, and may be freed later.
    ///
    /// @throws OffsetOutOfRangeException if the offset is after [#end()]
    void deleteBefore(long upTo);

    /// Replaces the batches that end before an offset by the survivors of a compaction, which keep their offsets. Start
    /// and end of the log do not change.
    ///
    /// @throws OffsetOutOfRangeException if the offset is before [#start()] or after [#end()]
    /// @throws IllegalArgumentException  if the survivors do not ascend between the start and the remaining batches
    void replace(long upTo, List<Batch> survivors);

    /// Returns all entries from an offset to the end. For short logs: all of them are in memory at once.
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
