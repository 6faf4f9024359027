package gregor.ancestor.katar;

import module java.base;

import gregor.ancestor.TailFile;
import gregor.file.FormatException;
import gregor.list.BinarySearch;

/// Ascending numbers with positions in a segment: Katar's `.index` (by offset) and `.timeindex` (by time).
///
/// ```
/// index = { number position }    4 bytes each, big-endian
/// ```
///
/// In `.index` the number is the offset after the record at that position, minus the first offset of the segment. In
/// `.timeindex` it is the latest timestamp *before* that position, in seconds; Katar's document leaves that open.
///
/// For example, 00 00 00 09 00 00 04 0A: the record with relative offset 8 starts at byte 1034.
///
/// An index can be rebuilt from the records. A reader checks the record that an `.index` points to, and reads from
/// the start of the segment if it is wrong; so an entry that could not be written does no harm. A `.timeindex` cannot
/// be checked like that: a flipped bit there may hide events from a search by time.
/// One thread at a time may call it.
final class KatarIndex implements AutoCloseable {
    private static final int ENTRY_BYTES = 8;

    private final TailFile file;

    KatarIndex(Path path) {
        file = TailFile.open(path);
        file.cut(file.size() / ENTRY_BYTES * ENTRY_BYTES);
    }

    int count() {
        return (int) (file.size() / ENTRY_BYTES);
    }

    long number(int entry) {
        return file.int32((long) entry * ENTRY_BYTES);
    }

    long position(int entry) {
        return file.int32((long) entry * ENTRY_BYTES + 4);
    }

    void add(long number, long position) {
        byte[] entry = ByteBuffer.allocate(ENTRY_BYTES).putInt((int) number).putInt((int) position).array();
        try {
            file.append(entry);
        } catch (FormatException e) {
            // the next search reads a few more records
        }
    }

    /// Returns the position of the last entry whose number is at most `number`; 0 if there is none.
    long floor(long number) {
        int entries = BinarySearch.count(count(), entry -> number(entry) <= number);
        return entries == 0 ? 0 : position(entries - 1);
    }

    void clear() {
        file.cut(0);
    }

    @Override
    public void close() {
        file.close();
    }
}
