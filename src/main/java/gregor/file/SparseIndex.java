package gregor.file;

import module java.base;

import gregor.list.BinarySearch;

/// An index of a segment: pairs of numbers that both ascend, for a few of the batches.
///
/// ```
/// file   = entry*
/// entry  = key:4 or key:8, value:4
/// ```
///
/// A segment has two, with the names and the bytes of Kafka's. In `.index` the key is the last offset of a batch, less
/// the base offset of the segment, and the value is the position of the batch in the `.log` file. In `.timeindex` the
/// key is a timestamp in milliseconds that no earlier batch exceeds, and the value is the last offset of the batch that
/// has it, less the base offset; the last entry has the largest timestamp of the segment.
///
/// For example, an entry of `.index`: the batch that ends with offset 1,000 is at position 4,096 of the first segment.
///
/// ```
/// 000003e8 00001000
/// ```
///
/// There is no checksum: an index is a hint, its reader checks the batch that it finds, and both indexes can be rebuilt
/// from the segment. While its segment grows, an index is kept in memory; it is written when the segment is full. After
/// that, memory holds it as a cache that the garbage collector may empty. (A mapped file would need no cache, but a
/// failing disk under a mapped file throws errors at unexpected places.) One thread at a time may call it.
final class SparseIndex {
    static final String OFFSET_SUFFIX = ".index";
    static final String TIME_SUFFIX = ".timeindex";
    private static final int FIRST_ENTRIES = 64;

    private final DataFile file;
    private final int keyBytes;
    private final long keyBase;
    private final long valueBase;
    private ByteBuffer growing;
    private SoftReference<ByteBuffer> saved;
    private long lastKey;

    /// A pair of numbers, and its place among all pairs, counted from 0.
    record Entry(int number, long key, long value) {}

    private SparseIndex(Path path, int keyBytes, long keyBase, long valueBase) {
        file = DataFile.readOnly(path);
        this.keyBytes = keyBytes;
        this.keyBase = keyBase;
        this.valueBase = valueBase;
        growing = ByteBuffer.allocate(FIRST_ENTRIES * entryBytes());
        lastKey = keyBase - 1;
    }

    /// Returns an empty index from last offsets to positions.
    static SparseIndex offsets(Path path, long baseOffset) {
        return new SparseIndex(path, Integer.BYTES, baseOffset, 0);
    }

    /// Returns an empty index from timestamps to last offsets.
    static SparseIndex times(Path path, long baseOffset) {
        return new SparseIndex(path, Long.BYTES, 0, baseOffset);
    }

    private int entryBytes() {
        return keyBytes + Integer.BYTES;
    }

    /// Reads the file that [#save(Folder)] has written.
    ///
    /// @throws CorruptLogException if the file is missing, or its entries do not ascend
    SparseIndex load() {
        if (!file.exists()) {
            throw new CorruptLogException(path(), 0, "it is missing");
        }
        long size = file.size();
        if (size % entryBytes() != 0 || size > Integer.MAX_VALUE) {
            throw new CorruptLogException(path(), size,
                    "its size of " + size + " is not a multiple of " + entryBytes());
        }
        growing = file.read(ByteBuffer.allocate((int) size), 0);
        int ascending = ascending(growing);
        if (ascending < size) {
            throw new CorruptLogException(path(), ascending, "the entries do not ascend");
        }
        growing.position(ascending);
        lastKey = ascending == 0 ? lastKey : key(growing, ascending / entryBytes() - 1);
        release();
        return this;
    }

    /// Counts the bytes before the first entry that does not ascend.
    private int ascending(ByteBuffer bytes) {
        long key = keyBase - 1;
        long value = valueBase - 1;
        int count = bytes.limit() / entryBytes();
        for (int number = 0; number < count; number++) {
            if (key(bytes, number) <= key || value(bytes, number) <= value) {
                return number * entryBytes();
            }
            key = key(bytes, number);
            value = value(bytes, number);
        }
        return count * entryBytes();
    }

    private long key(ByteBuffer bytes, int number) {
        int at = number * entryBytes();
        return keyBase + (keyBytes == Long.BYTES ? bytes.getLong(at) : bytes.getInt(at));
    }

    private long value(ByteBuffer bytes, int number) {
        return valueBase + bytes.getInt(number * entryBytes() + keyBytes);
    }

    private Entry entry(ByteBuffer bytes, int number) {
        return new Entry(number, key(bytes, number), value(bytes, number));
    }

    /// Adds a pair. Ignores a key that does not exceed the last one.
    void add(long key, long value) {
        if (key <= lastKey) {
            return;
        }
        if (growing.remaining() < entryBytes()) {
            growing = ByteBuffer.allocate(2 * growing.capacity()).put(growing.flip());
        }
        if (keyBytes == Long.BYTES) {
            growing.putLong(key - keyBase);
        } else {
            growing.putInt((int) (key - keyBase));
        }
        growing.putInt((int) (value - valueBase));
        lastKey = key;
    }

    /// Returns the largest key; the smallest possible key less 1 if the index is empty.
    long lastKey() {
        return lastKey;
    }

    /// Writes the entries into their file, and waits for the disk.
    void save(Folder folder) {
        folder.replace(file.path().getFileName().toString(), bytes());
    }

    /// Lets the garbage collector free the entries. From now on no entry can be added.
    void release() {
        saved = new SoftReference<>(bytes());
        growing = null;
    }

    ByteBuffer bytes() {
        if (growing != null) {
            return growing.duplicate().flip();
        }
        ByteBuffer bytes = saved.get();
        if (bytes == null) {
            bytes = readAgain();
            saved = new SoftReference<>(bytes);
        }
        return bytes;
    }

    /// Reads the file again. If it has been damaged since it was loaded, the entries before the damage still are hints.
    private ByteBuffer readAgain() {
        ByteBuffer bytes = file.read(ByteBuffer.allocate((int) file.size()), 0);
        return bytes.limit(ascending(bytes));
    }

    /// Returns the first pair; null if there is none.
    Entry first() {
        return entryOrNull(0);
    }

    /// Finds the last pair with a key of at most `key`; null if there is none.
    Entry floor(long key) {
        ByteBuffer bytes = bytes();
        return last(bytes, number -> key(bytes, number) <= key);
    }

    /// Finds the last pair with a value of at most `value`; null if there is none.
    Entry floorOfValues(long value) {
        ByteBuffer bytes = bytes();
        return last(bytes, number -> value(bytes, number) <= value);
    }

    private Entry last(ByteBuffer bytes, IntPredicate condition) {
        int count = BinarySearch.count(bytes.limit() / entryBytes(), condition);
        return count == 0 ? null : entry(bytes, count - 1);
    }

    /// Finds the first pair with a value greater than `value`; null if there is none.
    Entry higherOfValues(long value) {
        Entry floor = floorOfValues(value);
        return floor == null ? first() : after(floor);
    }

    /// Returns the pair before another; null if there is none.
    Entry before(Entry entry) {
        return entry.number() == 0 ? null : entry(bytes(), entry.number() - 1);
    }

    /// Returns the pair after another; null if there is none.
    Entry after(Entry entry) {
        return entryOrNull(entry.number() + 1);
    }

    private Entry entryOrNull(int number) {
        ByteBuffer bytes = bytes();
        return number == bytes.limit() / entryBytes() ? null : entry(bytes, number);
    }

    Path path() {
        return file.path();
    }

    void close() {
        file.close();
    }
}
