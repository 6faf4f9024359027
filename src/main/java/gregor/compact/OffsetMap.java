package gregor.compact;

import gregor.list.Batch;
import gregor.list.Entry;
import java.util.Arrays;

/// The latest offset of each key in a stretch of a log; of so many keys, and not one more.
///
/// The keys are numbered as they come, from 1, and their bytes stand one behind the other: a million objects all
/// over the memory would be slower to visit. A table, at most half full, finds the number of a key: it stands in
/// the slot that the key's hash names, or in the first free one after it. Nothing is ever taken out.
/// One thread at a time may call it.
final class OffsetMap {
    private static final int MAX_BYTES = 1 << 28;

    private final int maxKeys;
    private int size;
    private int[] table = new int[64];
    private int[] hashes = new int[32];
    private long[] offsets = new long[32];
    private int[] ends = new int[32];
    private byte[] bytes = new byte[512];

    OffsetMap(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    /// Notes the events of a batch from an offset on, and returns the offset up to which it came: the end of the
    /// batch, or the first event whose key does not fit any more. Events without a key are passed over.
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
        if (table[slot] == 0) {
            if (isFull(key)) {
                return false;
            }
            add(key, hash);
            table[slot] = size;
        }
        offsets[table[slot]] = offset;
        if (size + 1 == offsets.length) {
            grow();
        }
        return true;
    }

    /// The first key fits, however long it is.
    private boolean isFull(byte[] key) {
        return size == maxKeys || size > 0 && ends[size] + (long) key.length > MAX_BYTES;
    }

    private void add(byte[] key, int hash) {
        int start = ends[size];
        int end = start + key.length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        System.arraycopy(key, 0, bytes, start, key.length);
        size++;
        ends[size] = end;
        hashes[size] = hash;
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, hashes.length * 2);
        offsets = Arrays.copyOf(offsets, offsets.length * 2);
        ends = Arrays.copyOf(ends, ends.length * 2);
        table = new int[table.length * 2];
        for (int number = 1; number <= size; number++) {
            int slot = hashes[number] & (table.length - 1);
            while (table[slot] != 0) {
                slot = slot + 1 & (table.length - 1);
            }
            table[slot] = number;
        }
    }

    /// Whether a key is in it.
    boolean contains(byte[] key) {
        return table[slot(key, hash(key))] != 0;
    }

    /// The latest offsets of all keys, ascending.
    long[] offsets() {
        long[] all = Arrays.copyOfRange(offsets, 1, size + 1);
        Arrays.sort(all);
        return all;
    }

    private static int hash(byte[] key) {
        int hash = Arrays.hashCode(key) * 0x9E3779B9;
        return hash ^ hash >>> 16;
    }

    /// The slot of a key; if it has none, the free one that would be its own.
    private int slot(byte[] key, int hash) {
        int slot = hash & (table.length - 1);
        while (table[slot] != 0 && !isNumber(table[slot], key, hash)) {
            slot = slot + 1 & (table.length - 1);
        }
        return slot;
    }

    private boolean isNumber(int number, byte[] key, int hash) {
        return hashes[number] == hash
                && Arrays.equals(bytes, ends[number - 1], ends[number], key, 0, key.length);
    }
}
