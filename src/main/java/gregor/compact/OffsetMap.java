package gregor.compact;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;

/// The latest offset of each key in a part of a log, for a limited number of keys.
///
/// ```
/// places = place*
/// place  = offset:8 length:4 key
/// ```
///
/// The keys are stored one after another, each after its offset: a million objects spread over the heap would be slower
/// to visit. A hash table with linear probing, at most half full, has the position and the hash of each key, so that
/// few keys are compared. Nothing is removed from it. One thread at a time may call it.
final class OffsetMap {
    private static final int MAX_BYTES = 1 << 28;
    private static final int LENGTH = Long.BYTES;
    private static final int KEY = LENGTH + Integer.BYTES;

    private final int maxKeys;
    private int size;
    private long[] table = new long[64];
    private ByteBuffer places = ByteBuffer.allocate(1024);

    OffsetMap(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    /// Adds the events of a batch from an offset on, and returns the offset after the last one added: the end of the
    /// batch, or the first event whose key does not fit any more. Events without a key are skipped.
    long put(Batch batch, long from) {
        for (Entry entry : batch) {
            byte[] key = entry.event().key();
            if (entry.offset() >= from && key != null && !put(key, entry.offset())) {
                return entry.offset();
            }
        }
        return batch.lastOffset() + 1;
    }

    private boolean put(byte[] key, long offset) {
        int hash = hash(key);
        int slot = slot(key, hash);
        if (table[slot] != 0) {
            places.putLong(place(table[slot]), offset);
            return true;
        }
        if (isFull(key)) {
            return false;
        }
        table[slot] = (long) hash << 32 | places.position() + 1;
        add(key, offset);
        if (2 * size == table.length) {
            growTable();
        }
        return true;
    }

    /// Whether a new key does not fit. The first key fits, however long it is.
    private boolean isFull(byte[] key) {
        return size == maxKeys || size > 0 && places.position() + (long) KEY + key.length > MAX_BYTES;
    }

    private void add(byte[] key, long offset) {
        int needed = places.position() + KEY + key.length;
        if (needed > places.capacity()) {
            places = ByteBuffer.allocate(Math.max(needed, 2 * places.capacity())).put(places.flip());
        }
        places.putLong(offset).putInt(key.length).put(key);
        size++;
    }

    private void growTable() {
        long[] old = table;
        table = new long[2 * old.length];
        for (long entry : old) {
            if (entry != 0) {
                int slot = hash(entry) & table.length - 1;
                while (table[slot] != 0) {
                    slot = slot + 1 & table.length - 1;
                }
                table[slot] = entry;
            }
        }
    }

    boolean contains(byte[] key) {
        return table[slot(key, hash(key))] != 0;
    }

    /// Returns the latest offsets of all keys, ascending.
    long[] offsets() {
        var all = new long[size];
        int place = 0;
        for (int i = 0; i < size; i++) {
            all[i] = places.getLong(place);
            place += KEY + places.getInt(place + LENGTH);
        }
        Arrays.sort(all);
        return all;
    }

    private static int hash(byte[] key) {
        int hash = Arrays.hashCode(key) * 0x9E3779B9;
        return hash ^ hash >>> 16;
    }

    /// Returns the slot of a key; if the key is new, the free slot for it.
    private int slot(byte[] key, int hash) {
        int slot = hash & table.length - 1;
        while (table[slot] != 0 && !(hash(table[slot]) == hash && isKey(place(table[slot]), key))) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    /// Returns the hash in a table entry: its upper half.
    private static int hash(long entry) {
        return (int) (entry >>> 32);
    }

    /// Returns the position in a table entry: its lower half, less 1, since an entry of 0 is free.
    private static int place(long entry) {
        return (int) entry - 1;
    }

    private boolean isKey(int place, byte[] key) {
        int from = place + KEY;
        return Arrays.equals(places.array(), from, from + places.getInt(place + LENGTH), key, 0, key.length);
    }
}
