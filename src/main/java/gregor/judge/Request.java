package gregor.judge;

import gregor.list.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;

/// A request, written field by field. Numbers are big-endian.
///
/// There are two ways to write a text, bytes or an array. The old one has its length in two or four bytes, -1 for
/// null. The new one has its length plus one as an unsigned varint, 0 for null, and after each structure room for
/// fields that nobody knows yet: their count, mostly 0.
final class Request {
    private final Api api;
    private final int version;
    private final boolean flexible;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private byte[] frame = {};

    private Request(Api api, int version, boolean flexible) {
        this.api = api;
        this.version = version;
        this.flexible = flexible;
    }

    /// A request in the version that the judge speaks.
    static Request of(Api api) {
        return new Request(api, api.version(), api.isFlexible());
    }

    /// A request in another version.
    static Request of(Api api, int version, boolean flexible) {
        return new Request(api, version, flexible);
    }

    Api api() {
        return api;
    }

    int version() {
        return version;
    }

    boolean isFlexible() {
        return flexible;
    }

    Request int8(int number) {
        body.write(number);
        return this;
    }

    Request bool(boolean is) {
        return int8(is ? 1 : 0);
    }

    Request int16(int number) {
        return raw(ByteBuffer.allocate(2).putShort((short) number));
    }

    Request int32(int number) {
        return raw(ByteBuffer.allocate(4).putInt(number));
    }

    Request int64(long number) {
        return raw(ByteBuffer.allocate(8).putLong(number));
    }

    Request uuid(UUID id) {
        return int64(id.getMostSignificantBits()).int64(id.getLeastSignificantBits());
    }

    /// Writes a text, or null.
    Request text(String text) {
        if (text == null) {
            return flexible ? varint(0) : int16(-1);
        }
        byte[] bytes = Utf8.bytes(text);
        return (flexible ? varint(bytes.length + 1) : int16(bytes.length)).raw(bytes);
    }

    /// Writes bytes, from where the buffer stands to its limit, or null.
    Request bytes(ByteBuffer bytes) {
        if (bytes == null) {
            return flexible ? varint(0) : int32(-1);
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return (flexible ? varint(copy.length + 1) : int32(copy.length)).raw(copy);
    }

    /// Writes an array, or null.
    ///
    /// @param element how to write one of them, without the end of its structure
    <T> Request array(Collection<T> elements, BiConsumer<Request, T> element) {
        if (elements == null) {
            return flexible ? varint(0) : int32(-1);
        }
        Request sized = flexible ? varint(elements.size() + 1) : int32(elements.size());
        elements.forEach(one -> element.accept(sized, one));
        return sized;
    }

    /// Ends a structure: there are no fields that nobody knows. Nothing in the old way.
    Request end() {
        return flexible ? varint(0) : this;
    }

    /// Writes a number without a sign, seven bits in a byte.
    Request varint(int number) {
        int rest = number;
        for (; (rest & ~0x7f) != 0; rest >>>= 7) {
            body.write(rest | 0x80);
        }
        body.write(rest);
        return this;
    }

    Request raw(byte[] bytes) {
        body.writeBytes(bytes);
        return this;
    }

    private Request raw(ByteBuffer number) {
        return raw(number.array());
    }

    /// Makes the frame: its size, the header, and what was written.
    byte[] frame(int correlationId) {
        var header = new Request(api, version, false).int16(api.key()).int16(version).int32(correlationId)
                .text("gregor-judge");
        if (flexible) {
            header.int8(0);
        }
        byte[] begin = header.body.toByteArray();
        frame = ByteBuffer.allocate(4 + begin.length + body.size()).putInt(begin.length + body.size())
                .put(begin).put(body.toByteArray()).array();
        return frame;
    }

    /// What was sent last; empty if nothing was.
    byte[] sent() {
        return frame;
    }

    @Override
    public String toString() {
        return api + " version " + version;
    }
}
