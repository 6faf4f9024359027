package gregor.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Pairs of numbers, a few of very many, that both ascend. It finds the last pair whose key is not larger than a
/// given one.
///
/// ```
/// file   = entry*
/// entry  = key:8 value:4 checksum:4        the checksum is the CRC32C of key and value
/// ```
///
/// While its segment grows it is kept in memory, and it is written when the segment is full. From then on only
/// every 64th key is kept, and a search reads 1 KB of the file. One thread at a time may call it.
final class SparseIndex {
    static final int ENTRY_BYTES = 16;

    private static final int PAGE_BYTES = 64 * ENTRY_BYTES;

    private final DataFile file;
    private ByteBuffer entries = ByteBuffer.allocate(PAGE_BYTES);
    private long lastKey = Long.MIN_VALUE;
    private long[] pages;

    /// Begins with nothing.
    SparseIndex(Path path) {
        file = new DataFile(path);
    }

    /// Reads a file that [#save(Folder)] has written.
    ///
    /// @throws CorruptLogException if it holds something else
    static SparseIndex read(Path path) {
        var index = new SparseIndex(path);
        if (!index.file.exists()) {
            throw new CorruptLogException(path, 0, "it is not there");
        }
        long size = index.file.size();
        if (size % ENTRY_BYTES != 0 || size > Integer.MAX_VALUE) {
            throw new CorruptLogException(path, size, "its size of " + size + " is no multiple of " + ENTRY_BYTES);
        }
        index.entries = index.file.read(ByteBuffer.allocate((int) size), 0);
        index.check();
        index.sample();
        return index;
    }

    private void check() {
        long key = Long.MIN_VALUE;
        int value = -1;
        for (int at = 0; at < entries.limit(); at += ENTRY_BYTES) {
            if (checksum(entries, at) != entries.getInt(at + 12)) {
                throw new CorruptLogException(file.path(), at, "the checksum of an entry is wrong");
            }
            if (entries.getLong(at) <= key || entries.getInt(at + 8) <= value) {
                throw new CorruptLogException(file.path(), at, "the entries do not ascend");
            }
            key = entries.getLong(at);
            value = entries.getInt(at + 8);
        }
        lastKey = key;
        entries.position(entries.limit());
    }

    private static int checksum(ByteBuffer bytes, int at) {
        var checksum = new CRC32C();
        checksum.update(bytes.slice(at, 12));
        return (int) checksum.getValue();
    }

    /// Adds a pair behind all others.
    void add(long key, int value) {
        if (entries.remaining() < ENTRY_BYTES) {
            entries = ByteBuffer.allocate(2 * entries.capacity()).put(entries.flip());
        }
        int at = entries.position();
        entries.putLong(key).putInt(value);
        entries.putInt(checksum(entries, at));
        lastKey = key;
    }

    /// The largest key; a smaller one than any if there is none.
    long lastKey() {
        return lastKey;
    }

    /// Writes the entries into their file, and waits for the disk.
    void save(Folder folder) {
        String name = file.path().getFileName().toString();
        folder.rename(folder.writeAside(name, bytes()), name);
    }

    /// What its file holds, or will.
    ByteBuffer bytes() {
        return entries.duplicate().flip();
    }

    /// Forgets what can be read from the file again. From now on nothing can be added.
    void sample() {
        pages = new long[(entries.position() + PAGE_BYTES - 1) / PAGE_BYTES];
        Arrays.setAll(pages, page -> entries.getLong(page * PAGE_BYTES));
        entries = null;
    }

    /// Finds the value of the last pair whose key is at most this one.
    ///
    /// @return -1 if there is none
    int floor(long key) {
        if (entries != null) {
            return floor(bytes(), key);
        }
        int found = Arrays.binarySearch(pages, key);
        int page = found < 0 ? -found - 2 : found;
        if (page < 0) {
            return -1;
        }
        return floor(file.read(ByteBuffer.allocate(PAGE_BYTES), (long) page * PAGE_BYTES), key);
    }

    private static int floor(ByteBuffer bytes, long key) {
        int low = 0;
        int high = bytes.limit() / ENTRY_BYTES;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bytes.getLong(middle * ENTRY_BYTES) <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? -1 : bytes.getInt((low - 1) * ENTRY_BYTES + 8);
    }

    Path path() {
        return file.path();
    }

    void close() {
        file.close();
    }
}
