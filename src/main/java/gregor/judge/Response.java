package gregor.judge;

import gregor.list.Utf8;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// An answer, read field by field. It knows where the last field was, so that a fault can show its bytes.
final class Response {
    /// Behind its size and its correlation id.
    private static final int BODY = 8;

    private final Request asked;
    private final ByteBuffer bytes;
    private final boolean flexible;
    private int from = BODY;
    private String label = "the body";

    /// Takes an answer whose size and correlation id are right.
    ///
    /// @param bytes the size is the first of them
    Response(Request asked, byte[] bytes) {
        this.asked = asked;
        this.bytes = ByteBuffer.wrap(bytes).position(BODY);
        flexible = asked.isFlexible();
        if (flexible && asked.api() != Api.API_VERSIONS) {
            tags("the header's unknown fields");
        }
    }

    private ByteBuffer next(int count, String what) {
        label = what;
        from = bytes.position();
        if (count < 0 || count > bytes.remaining()) {
            throw fault(what + ", " + count + " bytes", "the end of the answer after " + bytes.remaining(),
                    new Excerpt(bytes.array(), from, bytes.limit(), what));
        }
        return bytes;
    }

    int int8(String what) {
        return next(1, what).get();
    }

    boolean bool(String what) {
        int is = int8(what);
        must(is == 0 || is == 1, "0 or 1 for " + what, is);
        return is == 1;
    }

    int int16(String what) {
        return next(2, what).getShort();
    }

    int int32(String what) {
        return next(4, what).getInt();
    }

    long int64(String what) {
        return next(8, what).getLong();
    }

    UUID uuid(String what) {
        return new UUID(next(16, what).getLong(), bytes.getLong());
    }

    /// Reads a text, or null.
    String text(String what) {
        int begin = bytes.position();
        byte[] text = take(flexible ? varint(what + ": length plus one") - 1 : int16(what + ": length"), what);
        from = begin;
        return text == null ? null : Utf8.text(text)
                .orElseThrow(() -> fault("text in UTF-8 for " + what, "other bytes", excerpt()));
    }

    /// Reads bytes, or null.
    byte[] bytes(String what) {
        return take(flexible ? varint(what + ": length plus one") - 1 : int32(what + ": length"), what);
    }

    private byte[] take(int length, String what) {
        if (length == -1) {
            return null;
        }
        byte[] taken = new byte[bytes.remaining() < length || length < 0 ? 0 : length];
        next(length, what).get(taken);
        return taken;
    }

    /// Reads an array; null counts as an empty one.
    ///
    /// @param element how to read one of them, with the end of its structure
    <T> List<T> array(String what, Supplier<T> element) {
        int count = flexible ? varint(what + ": count plus one") - 1 : int32(what + ": count");
        must(count >= -1 && count <= bytes.remaining(),
                "a count of " + what + " that the " + bytes.remaining() + " bytes behind it can hold",
                count);
        var elements = new ArrayList<T>();
        for (int i = 0; i < count; i++) {
            elements.add(element.get());
        }
        return elements;
    }

    /// Reads a number without a sign.
    int varint(String what) {
        int begin = bytes.position();
        int number = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = next(1, what).get();
            number |= (next & 0x7f) << shift;
            if (next >= 0) {
                from = begin;
                return number;
            }
        }
        from = begin;
        throw fault("a varint of five bytes at most for " + what, "more", excerpt());
    }

    /// Reads the end of a structure, and over fields that the judge does not know. Nothing in the old way.
    Response end() {
        if (flexible) {
            tags("unknown fields: count");
        }
        return this;
    }

    private void tags(String what) {
        for (int count = varint(what); count > 0; count--) {
            varint("unknown field: tag");
            int size = varint("unknown field: size");
            next(size, "unknown field").position(bytes.position() + size);
        }
    }

    /// Reads the last byte of the answer.
    void close() {
        end();
        from = bytes.position();
        if (bytes.hasRemaining()) {
            throw fault("the end of the answer", bytes.remaining() + " more bytes",
                    new Excerpt(bytes.array(), from, bytes.limit(), "too many"));
        }
    }

    /// Reads an error code, which must be this one.
    void error(int expected) {
        int actual = int16("error code");
        if (actual != expected) {
            throw Fault.of(expected, actual, asked, excerpt());
        }
    }

    /// Says that what was read last is not right, unless it is.
    void must(boolean right, String expected, Object actual) {
        if (!right) {
            throw fault(expected, String.valueOf(actual), excerpt());
        }
    }

    /// The last field must have this value.
    void mustBe(Object expected, Object actual) {
        must(expected.equals(actual), expected + " as " + label, actual);
    }

    /// Compares bytes that were read last with those that should be there.
    ///
    /// @param expected a value below 0 for any byte
    void mustBe(int[] expected, byte[] actual, String what) {
        byte[] array = bytes.array();
        int end = bytes.position();
        int begin = end - actual.length;
        for (int i = 0; i < expected.length; i++) {
            if (i >= actual.length || expected[i] >= 0 && (byte) expected[i] != actual[i]) {
                int at = begin + Math.min(i, actual.length);
                throw fault("%s; byte %d of it is %02x".formatted(what, i, expected[i] & 0xff),
                        i < actual.length ? "%02x".formatted(actual[i]) : "only " + actual.length + " bytes",
                        new Excerpt(array, at, Math.min(at + 1, end), "byte " + i));
            }
        }
    }

    private Excerpt excerpt() {
        return new Excerpt(Arrays.copyOf(bytes.array(), bytes.limit()), from, bytes.position(), label);
    }

    private Fault fault(String expected, String actual, Excerpt excerpt) {
        return Fault.of(expected, actual, asked, excerpt);
    }
}
