package gregor.packed;

import module java.base;

/// Whole numbers of variable length: one byte for -64 to 63, two for -8,192 to 8,191, ten for the largest.
///
/// Each byte has seven bits of the number, the lowest first; its eighth bit is 1 if another byte follows. The sign is
/// the lowest bit (_zigzag_), since it would fill all bytes of a small negative number: 0, -1, 1, -2, 2 are written as
/// 0, 1, 2, 3, 4. Protocol Buffers: `sint64`.
///
/// ```
/// 1 -> 02     -1 -> 01     63 -> 7e     64 -> 80 01     1000 -> d0 0f
/// ```
public final class Varint {
    private static final int MAX_BYTES = 10;
    private static final int MAX_BYTES_OF_INT = 5;

    private Varint() {}

    /// Returns the length of a number in bytes.
    public static int size(long number) {
        int bits = 64 - Long.numberOfLeadingZeros(zigzag(number) | 1);
        return (bits + 6) / 7;
    }

    public static void write(long number, ByteBuffer to) {
        long rest = zigzag(number);
        while ((rest & ~0x7fL) != 0) {
            to.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        to.put((byte) rest);
    }

    private static long zigzag(long number) {
        return number << 1 ^ number >> 63;
    }

    /// Reads a number.
    ///
    /// @throws CorruptBatchException if the bytes end within the number, or it has more than ten
    public static long read(ByteBuffer from) {
        return read(from, MAX_BYTES);
    }

    /// Reads an int.
    ///
    /// @throws CorruptBatchException if the bytes end within the number, or it is larger
    public static int readInt(ByteBuffer from) {
        long number = read(from, MAX_BYTES_OF_INT);
        if (number != (int) number) {
            throw new CorruptBatchException("a number is " + number + ", which does not fit into 32 bits");
        }
        return (int) number;
    }

    private static long read(ByteBuffer from, int maxBytes) {
        long zigzag = 0;
        for (int i = 0; i < maxBytes; i++) {
            if (!from.hasRemaining()) {
                throw new CorruptBatchException("the records end within a number");
            }
            byte next = from.get();
            zigzag |= (next & 0x7fL) << 7 * i;
            if (next >= 0) {
                return zigzag >>> 1 ^ -(zigzag & 1);
            }
        }
        throw new CorruptBatchException("a number has more than " + maxBytes + " bytes");
    }
}
