package gregor.topic;

/// Austin Appleby's hash MurmurHash2, with the seed that Kafka gives it: the same number for the same bytes.
public final class Murmur2 {
    private static final int SEED = 0x9747b28c;
    private static final int MIX = 0x5bd1e995;

    private Murmur2() {}

    /// Hashes bytes to any int, negative ones too.
    public static int hash(byte[] bytes) {
        int hash = SEED ^ bytes.length;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int four = (bytes[i] & 0xff) | (bytes[i + 1] & 0xff) << 8 | (bytes[i + 2] & 0xff) << 16
                    | bytes[i + 3] << 24;
            four *= MIX;
            four ^= four >>> 24;
            hash = hash * MIX ^ four * MIX;
        }
        if (whole < bytes.length) {
            for (int i = bytes.length - 1; i >= whole; i--) {
                hash ^= (bytes[i] & 0xff) << 8 * (i - whole);
            }
            hash *= MIX;
        }
        hash ^= hash >>> 13;
        hash *= MIX;
        return hash ^ hash >>> 15;
    }

    /// Returns the partition, of so many, that bytes belong to. As in Kafka, the sign is cut off, not turned round.
    public static int partition(byte[] bytes, int partitions) {
        return (hash(bytes) & Integer.MAX_VALUE) % partitions;
    }
}
