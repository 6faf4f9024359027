package gregor.file;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Pairs of numbers, a few of very many, that both ascend. It finds the last pair whose key is not larger than a
/// given one.
///
/// ```
/// file   = entry*
/// entry  = key:4 or key:8, value:4
/// ```
///
/// There is no checksum: an index is a hint, and who follows it looks whether it was right. While its segment grows
/// it is kept in memory, and it is written when the segment is full. From then on the memory keeps it only as long as
/// it has room, and it is read again when that is over. (Mapped into memory, the file would look after itself. But a
/// disk that fails under a mapped file throws errors where no one expects them.) One thread at a time may call it.
final class SparseIndex {
    private static final int FIRST_ENTRIES = 64;

    private final DataFile file;
    private final int keyBytes;
    private ByteBuffer growing;
    private SoftReference<ByteBuffer> saved;
    private long lastKey = -1;

    /// A pair, and which of all it is.
    record Entry(int number, long key, int value) {}

    /// Begins with nothing.
    ///
    /// @param keyBytes the length of a key: 4 or 8
    SparseIndex(Path path, int keyBytes) {
        file = new DataFile(path);
        this.keyBytes = keyBytes;
        growing = ByteBuffer.allocate(FIRST_ENTRIES * entryBytes());
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
            throw new CorruptLogException(path, size, "its size of " + size + " is no multiple of "
                    + index.entryBytes());
        }
        index.growing = index.file.read(ByteBuffer.allocate((int) size), 0);
        int right = index.ascending(index.growing);
        if (right < size) {
            throw new CorruptLogException(path, right, "the entries do not ascend");
        }
        index.growing.position(right);
        index.lastKey = right == 0 ? -1 : index.entry(index.growing, index.count() - 1).key();
        index.rest();
        return index;
    }

    /// How many bytes of it are entries that ascend.
    private int ascending(ByteBuffer bytes) {
        long key = -1;
        int value = -1;
        int count = bytes.limit() / entryBytes();
        for (int number = 0; number < count; number++) {
            Entry entry = entry(bytes, number);
            if (entry.key() <= key || entry.value() <= value) {
                return number * entryBytes();
            }
            key = entry.key();
            value = entry.value();
        }
        return count * entryBytes();
    }

    private Entry entry(ByteBuffer bytes, int number) {
        int at = number * entryBytes();
        return new Entry(number, keyBytes == Long.BYTES ? bytes.getLong(at) : bytes.getInt(at),
                bytes.getInt(at + keyBytes));
    }

    /// Adds a pair behind all others.
    void add(long key, int value) {
        if (growing.remaining() < entryBytes()) {
            growing = ByteBuffer.allocate(2 * growing.capacity()).put(growing.flip());
        }
        if (keyBytes == Long.BYTES) {
            growing.putLong(key);
        } else {
            growing.putInt((int) key);
        }
        growing.putInt(value);
        lastKey = key;
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

    /// Lets the memory have its place when it is short of it. From now on nothing can be added.
    void rest() {
        saved = new SoftReference<>(bytes());
        growing = null;
    }

    /// What its file holds, or will.
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

    /// The file was whole when it was read first. If it no longer is, the entries before the damage still are hints.
    private ByteBuffer readAgain() {
        ByteBuffer bytes = file.read(ByteBuffer.allocate((int) file.size()), 0);
        return bytes.limit(ascending(bytes));
    }

    private int count() {
        return bytes().limit() / entryBytes();
    }

    /// Finds the last pair whose key is at most this one; null if there is none.
    Entry floor(long key) {
        ByteBuffer bytes = bytes();
        int low = 0;
        int high = bytes.limit() / entryBytes();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entry(bytes, middle).key() <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : entry(bytes, low - 1);
    }

    /// Finds the pair before another; null if there is none.
    Entry before(Entry entry) {
        return entry.number() == 0 ? null : entry(bytes(), entry.number() - 1);
    }

    /// Finds the pair after another; null if there is none.
    Entry after(Entry entry) {
        int number = entry.number() + 1;
        return number == count() ? null : entry(bytes(), number);
    }

    /// Finds the last pair whose value is at most this one; null if there is none.
    Entry floorOfValues(int value) {
        ByteBuffer bytes = bytes();
        int low = 0;
        int high = bytes.limit() / entryBytes();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entry(bytes, middle).value() <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : entry(bytes, low - 1);
    }

    Path path() {
        return file.path();
    }

    void close() {
        file.close();
    }
}
