package gregor.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/// Pairs of numbers, a few of very many, that both ascend. It finds the last pair whose key is not larger than a
/// given one.
///
/// ```
/// file   = entry*
/// entry  = key:4 or key:8, value:4
/// ```
///
/// There is no checksum: an index is a hint, and who follows it looks whether it was right. While its segment grows
/// it is kept in memory, and it is written when the segment is full. From then on only every 64th key is kept, and
/// a search reads less than 1 KB of the file, unless that is what the last one has read. (Mapped into memory, the file
/// made a read at random a sixth cheaper. But a disk that fails under a mapped file throws errors where no one expects
/// them, and a deleted one keeps its place on the disk until it is unmapped.) One thread at a time may call it.
final class SparseIndex {
    private static final int PAGE_ENTRIES = 64;

    private final DataFile file;
    private final int keyBytes;
    private ByteBuffer entries;
    private long lastKey = -1;
    private long[] pages;
    private ByteBuffer page;
    private int pageNumber = -1;
    private int count;

    /// A pair, and which of all it is.
    record Entry(int number, long key, int value) {}

    /// Begins with nothing.
    ///
    /// @param keyBytes the length of a key: 4 or 8
    SparseIndex(Path path, int keyBytes) {
        file = new DataFile(path);
        this.keyBytes = keyBytes;
        entries = ByteBuffer.allocate(PAGE_ENTRIES * entryBytes());
    }

    private int entryBytes() {
        return keyBytes + Integer.BYTES;
    }

    /// Reads a file that [#save(Folder)] has written.
    ///
    /// @throws CorruptLogException if it holds something else
    static SparseIndex read(Path path, int keyBytes) {
        var index = new SparseIndex(path, keyBytes);
        if (!index.file.exists()) {
            throw new CorruptLogException(path, 0, "it is not there");
        }
        long size = index.file.size();
        if (size % index.entryBytes() != 0 || size > Integer.MAX_VALUE) {
            throw new CorruptLogException(path, size, "its size of " + size + " is no multiple of " + index.entryBytes());
        }
        index.entries = index.file.read(ByteBuffer.allocate((int) size), 0);
        index.count = (int) (size / index.entryBytes());
        index.check();
        index.sample();
        return index;
    }

    private void check() {
        int value = -1;
        for (int number = 0; number < count; number++) {
            Entry entry = entry(entries, number, number);
            if (entry.key() <= lastKey || entry.value() <= value) {
                throw new CorruptLogException(file.path(), (long) number * entryBytes(), "the entries do not ascend");
            }
            lastKey = entry.key();
            value = entry.value();
        }
        entries.position(entries.limit());
    }

    private Entry entry(ByteBuffer bytes, int place, int number) {
        int at = place * entryBytes();
        return new Entry(number, keyBytes == Long.BYTES ? bytes.getLong(at) : bytes.getInt(at), bytes.getInt(at + keyBytes));
    }

    /// Adds a pair behind all others.
    void add(long key, int value) {
        if (entries.remaining() < entryBytes()) {
            entries = ByteBuffer.allocate(2 * entries.capacity()).put(entries.flip());
        }
        if (keyBytes == Long.BYTES) {
            entries.putLong(key);
        } else {
            entries.putInt((int) key);
        }
        entries.putInt(value);
        lastKey = key;
        count++;
    }

    /// The largest key; -1 if there is none.
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
        pages = new long[(count + PAGE_ENTRIES - 1) / PAGE_ENTRIES];
        Arrays.setAll(pages, number -> entry(entries, number * PAGE_ENTRIES, 0).key());
        page = ByteBuffer.allocateDirect(PAGE_ENTRIES * entryBytes());
        entries = null;
    }

    /// Finds the last pair whose key is at most this one; null if there is none.
    Entry floor(long key) {
        if (entries != null) {
            return floor(bytes(), 0, key);
        }
        int found = Arrays.binarySearch(pages, key);
        int number = found < 0 ? -found - 2 : found;
        return number < 0 ? null : floor(page(number), number * PAGE_ENTRIES, key);
    }

    private Entry floor(ByteBuffer bytes, int first, long key) {
        int low = 0;
        int high = bytes.limit() / entryBytes();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entry(bytes, middle, 0).key() <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : entry(bytes, low - 1, first + low - 1);
    }

    /// Reads some entries that belong together. The file was whole when its first keys were taken.
    private ByteBuffer page(int number) {
        if (number != pageNumber) {
            pageNumber = -1;
            file.read(page.clear(), (long) number * page.capacity());
            pageNumber = number;
        }
        return page;
    }

    /// Finds the pair before another; null if there is none.
    Entry before(Entry entry) {
        int number = entry.number() - 1;
        if (number < 0) {
            return null;
        }
        return entries != null ? entry(entries, number, number)
                : entry(page(number / PAGE_ENTRIES), number % PAGE_ENTRIES, number);
    }

    /// Finds the last pair whose value is at most this one; null if there is none.
    Entry floorOfValues(int value) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (before(new Entry(middle + 1, 0, 0)).value() <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : before(new Entry(low, 0, 0));
    }

    Path path() {
        return file.path();
    }

    void close() {
        file.close();
    }
}
