package gregor.topic;

import module java.base;

/// The hash function MurmurHash2 by Austin Appleby, with Kafka's seed.
public final class Murmur2 {
    private static final int SEED = 0x9747b28c;
    private static final int MIX = 0x5bd1e995;
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Murmur2() {}

    /// Hashes bytes to an int, which may be negative: four bytes at a time, then the remaining one to three.
    ///
    /// Most keys are short, and their lengths differ. So there is no loop over single bytes, and the first four bytes
    /// are hashed before the loop condition: that saves the processor wrong branch predictions.
    public static int hash(byte[] bytes) {
        int length = bytes.length;
        int hash = SEED ^ length;
        if (length < 4) {
            return mixed(length == 0 ? hash : (hash ^ few(bytes)) * MIX);
        }
        int at = 0;
        do {
            int four = (int) FOUR.get(bytes, at) * MIX;
            four ^= four >>> 24;
            hash = hash * MIX ^ four * MIX;
            at += 4;
        } while (at <= length - 4);
        if (at < length) {
            int left = (int) FOUR.get(bytes, length - 4) >>> 32 - 8 * (length - at);
            hash = (hash ^ left) * MIX;
        }
        return mixed(hash);
    }

    private static int few(byte[] bytes) {
        int few = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            few = few << 8 | bytes[i] & 0xff;
        }
        return few;
    }

    private static int mixed(int hash) {
        int half = (hash ^ hash >>> 13) * MIX;
        return half ^ half >>> 15;
    }

    /// Returns the partition of a key. As in Kafka, the sign bit of the hash is cleared, and the number is not negated.
    public static int partition(byte[] bytes, int partitions) {
        return (hash(bytes) & Integer.MAX_VALUE) % partitions;
    }
}
