package gregor.packed;

import module java.base;

/// Random changes of the bytes of a batch: flipped bits, other bytes, large numbers, another length.
final class BatchChanges {
    private BatchChanges() {}

    /// Returns a changed copy; its checksum is not right any more.
    static byte[] change(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        if (random.nextInt(10) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
            if (bytes.length > HeaderField.ALL) {
                ByteBuffer.wrap(bytes).putInt(HeaderField.LENGTH.at(), bytes.length - HeaderField.LENGTH.end());
            }
        }
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(4) == 0
                    ? random.nextInt(Math.min(bytes.length, HeaderField.ALL))
                    : random.nextInt(bytes.length);
            if (random.nextInt(5) == 0 && at + Integer.BYTES <= bytes.length) {
                ByteBuffer.wrap(bytes).putInt(at, random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt());
            } else {
                bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
            }
        }
        return bytes;
    }
}
