package gregor.ancestor.katar;

import gregor.ancestor.TailFile;
import gregor.file.FormatException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Numbers that ascend, each with a place in a file: Katar's `.index` (by offset) and `.timeindex` (by time).
///
/// ```
/// index = { number place }    4 bytes each, big-endian
/// ```
///
/// In `.index` the number is the offset of the record at that place, less that of the segment. In `.timeindex`, of
/// which Katar says only what it is for, it is the latest time, in seconds, of what stands *before* that place.
///
/// For example, 00 00 00 09 00 00 04 0A: the record with offset 9 begins at byte 1034.
///
/// It can always be made again from the records. Who follows an `.index` looks whether it was right, and else reads
/// from the beginning; so it does no harm that an entry could not be written. What a `.timeindex` says nobody can
/// check without reading everything: a flipped bit there may hide events from a search by time, and from no other.
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

    long place(int entry) {
        return file.int32((long) entry * ENTRY_BYTES + 4);
    }

    void add(long number, long place) {
        byte[] entry = ByteBuffer.allocate(ENTRY_BYTES).putInt((int) number).putInt((int) place).array();
        try {
            file.append(entry);
        } catch (FormatException e) {
            // the next search reads a little further
        }
    }

    /// Returns the place of the last entry whose number is at most this, by halving; 0 if there is none.
    long placeOf(long number) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (number(middle) <= number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : place(low - 1);
    }

    void clear() {
        file.cut(0);
    }

    @Override
    public void close() {
        file.close();
    }
}
