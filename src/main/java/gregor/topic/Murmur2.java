package gregor.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Austin Appleby's hash MurmurHash2, with the seed that Kafka gives it: the same number for the same bytes.
public final class Murmur2 {
    private static final int SEED = 0x9747b28c;
    private static final int MIX = 0x5bd1e995;
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Murmur2() {}

    /// Hashes bytes to any int, negative ones too.
    public static int hash(byte[] bytes) {
        int hash = SEED ^ bytes.length;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int four = (int) FOUR.get(bytes, i) * MIX;
            four ^= four >>> 24;
            hash = hash * MIX ^ four * MIX;
        }
        int withRest = (hash ^ rest(bytes)) * MIX;
        hash = whole == bytes.length ? hash : withRest;
        hash ^= hash >>> 13;
        hash *= MIX;
        return hash ^ hash >>> 15;
    }

    /// The one to three bytes that are left when all fours are taken, from the last four at once. A processor guesses
    /// how often a loop will turn, and with one over so few bytes it would often be wrong: that took twice as long.
    private static int rest(byte[] bytes) {
        if (bytes.length >= 4) {
            return (int) FOUR.get(bytes, bytes.length - 4) >>> 32 - 8 * (bytes.length & 3);
        }
        int rest = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            rest = rest << 8 | bytes[i] & 0xff;
        }
        return rest;
    }

    /// Returns the partition, of so many, that bytes belong to. As in Kafka, the sign is cut off, not turned round.
    public static int partition(byte[] bytes, int partitions) {
        return (hash(bytes) & Integer.MAX_VALUE) % partitions;
    }
}
