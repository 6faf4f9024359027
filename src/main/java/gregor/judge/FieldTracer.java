package gregor.judge;

import module java.base;

import gregor.list.Utf8;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.CompactArrayOf;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.SchemaException;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.utils.ByteUtils;

/// Walks the schema of a response over its bytes and notes the value and the bytes of each field.
///
/// The path of a field consists of the names in Kafka's schema, with the indexes of arrays:
/// `topics[0].partitions[1].error_code`. The path of an array itself stands for its count.
final class FieldTracer {
    /// A field of a response.
    ///
    /// @param value as [Type#read] returns it
    record Field(Object value, HexDump bytes) {}

    private final RawRequest request;
    private final ByteBuffer bytes;
    private final Map<String, Field> fields = new HashMap<>();

    private FieldTracer(RawRequest request, byte[] frame) {
        this.request = request;
        bytes = ByteBuffer.wrap(frame).position(Integer.BYTES);
    }

    /// @param frame the size, the header and the body
    /// @throws StageFailure if the bytes do not have the schema of that version
    static Map<String, Field> trace(RawRequest request, short version, byte[] frame) {
        var tracer = new FieldTracer(request, frame);
        tracer.struct(ResponseHeaderData.SCHEMAS[request.api().responseHeaderVersion(version)], "");
        tracer.struct(request.api().messageType.responseSchemas()[version], "");
        if (tracer.bytes.hasRemaining()) {
            throw tracer.failure("the end of the answer", "more: " + bytes(tracer.bytes.remaining()),
                    tracer.bytes.position(), frame.length, "too many");
        }
        return tracer.fields;
    }

    private void struct(Schema schema, String prefix) {
        for (BoundField field : schema.fields()) {
            field(field.def.type, prefix + field.def.name);
        }
    }

    private void field(Type type, String path) {
        if (type instanceof Schema schema) {
            struct(schema, path + ".");
        } else if (type instanceof TaggedFields) {
            skipTagged(path);
        } else if (type.isArray()) {
            array(type, path);
        } else {
            value(type, path);
        }
    }

    private void array(Type type, String path) {
        boolean compact = type instanceof CompactArrayOf;
        int from = bytes.position();
        int count = read("count", path, compact ? in -> ByteUtils.readUnsignedVarint(in) - 1 : ByteBuffer::getInt);
        if (count < (type.isNullable() ? -1 : 0) || count > bytes.remaining()) {
            throw failure("a count of " + label(path) + " that fits into the remaining " + bytes(bytes.remaining()),
                    count == -1 ? "null" : "" + count, from, bytes.position(), label(path));
        }
        Type element = type.arrayElementType().orElseThrow();
        for (int i = 0; i < count; i++) {
            field(element, path + "[" + i + "]");
        }
    }

    private void value(Type type, String path) {
        int from = bytes.position();
        Object value = read(type.toString(), path, type::read);
        if (value instanceof Boolean && (bytes.get(from) & ~1) != 0) {
            throw failure("0 or 1 as " + label(path), "" + bytes.get(from), from, bytes.position(), label(path));
        }
        if (value instanceof String text && !endsWith(Utf8.bytes(text))) {
            throw failure("text in UTF-8 as " + label(path), "other bytes", from, bytes.position(), label(path));
        }
    }

    private boolean endsWith(byte[] text) {
        int end = bytes.position();
        return Arrays.equals(bytes.array(), end - text.length, end, text, 0, text.length);
    }

    /// Skips fields that newer versions may have added (KIP-482).
    private void skipTagged(String path) {
        for (int left = read("count", path, ByteUtils::readUnsignedVarint); left > 0; left--) {
            read("tag", path, ByteUtils::readUnsignedVarint);
            int from = bytes.position();
            int size = read("size", path, ByteUtils::readUnsignedVarint);
            if (size < 0 || size > bytes.remaining()) {
                throw failure("a tagged field of at most " + bytes(bytes.remaining()), "" + size, from,
                        bytes.position(), "size");
            }
            bytes.position(bytes.position() + size);
        }
    }

    private <T> T read(String type, String path, Function<ByteBuffer, T> reader) {
        int from = bytes.position();
        int left = bytes.remaining();
        try {
            T value = reader.apply(bytes);
            fields.put(path, new Field(value, new HexDump(bytes.array(), from, bytes.position(), label(path))));
            return value;
        } catch (BufferUnderflowException e) {
            throw failure(label(path) + " (" + type + ")", "the end of the answer after " + bytes(left), from,
                    bytes.limit(), label(path));
        } catch (SchemaException | IllegalArgumentException e) {
            throw failure(label(path) + " (" + type + ")", "an invalid length; left: " + bytes(left), from,
                    bytes.limit(), label(path));
        }
    }

    private static String bytes(int count) {
        return count + (count == 1 ? " byte" : " bytes");
    }

    private static String label(String path) {
        return path.substring(path.lastIndexOf('.') + 1).replace('_', ' ').strip();
    }

    private StageFailure failure(String expected, String actual, int from, int to, String label) {
        return StageFailure.of(expected, actual, request, new HexDump(bytes.array(), from, to, label));
    }
}
