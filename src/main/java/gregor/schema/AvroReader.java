package gregor.schema;

import module java.base;

import gregor.list.Utf8;
import gregor.packed.CorruptBatchException;
import gregor.packed.Varint;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads data in Avro's binary encoding as JSON for people: a union is its value, bytes are base64, dates and times are
/// ISO 8601, and a decimal is a number.
///
/// The data may come from any client: it takes memory in proportion to the bytes, whatever lengths they announce.
final class AvroReader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 100;
    /// Values without bytes, such as nulls and empty records, that the data may announce.
    private static final int MAX_EMPTY_VALUES = 10_000;

    /// Larger decimals are base64, because to write a number in decimal takes more than linear time.
    private static final int MAX_DECIMAL_BYTES = 64;

    private final ByteBuffer data;
    private int values;
    private int depth;

    AvroReader(ByteBuffer data) {
        this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @throws IllegalArgumentException if it does not follow the schema
    JsonNode read(Schema schema) {
        try {
            JsonNode json = value(schema);
            if (data.hasRemaining()) {
                throw new IllegalArgumentException(data.remaining() + " bytes follow the value");
            }
            return json;
        } catch (BufferUnderflowException | CorruptBatchException e) {
            throw new IllegalArgumentException("the data ends within a value", e);
        } catch (DateTimeException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the data has a value that its type does not have", e);
        }
    }

    private JsonNode value(Schema schema) {
        if (++values > data.capacity() + MAX_EMPTY_VALUES || ++depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "the data has more values, or is nested deeper, than this reader allows");
        }
        JsonNode value = switch (schema.getType()) {
            case NULL -> JSON.nullNode();
            case BOOLEAN -> JSON.booleanNode(data.get() != 0);
            case INT -> integral(schema.getLogicalType(), Varint.readInt(data));
            case LONG -> integral(schema.getLogicalType(), Varint.read(data));
            case FLOAT -> number(data.getFloat());
            case DOUBLE -> number(data.getDouble());
            case STRING -> JSON.stringNode(Utf8.text(bytes(length()))
                    .orElseThrow(() -> new IllegalArgumentException("a string is not UTF-8")));
            case BYTES -> bytes(schema, bytes(length()));
            case FIXED -> bytes(schema, bytes(schema.getFixedSize()));
            case ENUM -> JSON.stringNode(schema.getEnumSymbols().get(Varint.readInt(data)));
            case UNION -> value(schema.getTypes().get(Varint.readInt(data)));
            case RECORD -> record(schema);
            case ARRAY -> array(schema);
            case MAP -> map(schema);
        };
        depth--;
        return value;
    }

    private int length() {
        return checked(Varint.read(data));
    }

    private int checked(long length) {
        if (length < 0 || length > data.remaining()) {
            throw new IllegalArgumentException(
                    "a length is " + length + ", and " + data.remaining() + " bytes are left");
        }
        return (int) length;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[checked(length)];
        data.get(bytes);
        return bytes;
    }

    private static JsonNode number(double number) {
        return Double.isFinite(number) ? JSON.numberNode(number) : JSON.stringNode(Double.toString(number));
    }

    private static JsonNode integral(@Nullable LogicalType type, long number) {
        return switch (type) {
            case LogicalTypes.Date date -> JSON.stringNode(LocalDate.ofEpochDay(number).toString());
            case LogicalTypes.TimestampMillis millis -> JSON.stringNode(Instant.ofEpochMilli(number).toString());
            case LogicalTypes.TimestampMicros micros ->
                    JSON.stringNode(Instant.EPOCH.plus(number, ChronoUnit.MICROS).toString());
            case null, default -> JSON.numberNode(number);
        };
    }

    private static JsonNode bytes(Schema schema, byte[] bytes) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal && bytes.length > 0
                && bytes.length <= MAX_DECIMAL_BYTES) {
            return JSON.numberNode(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
        }
        return JSON.stringNode(Base64.getEncoder().encodeToString(bytes));
    }

    private JsonNode record(Schema schema) {
        ObjectNode record = JSON.objectNode();
        schema.getFields().forEach(field -> record.set(field.name(), value(field.schema())));
        return record;
    }

    private JsonNode array(Schema schema) {
        ArrayNode array = JSON.arrayNode();
        for (long items = block(); items != 0; items = block()) {
            for (long item = 0; item < items; item++) {
                array.add(value(schema.getElementType()));
            }
        }
        return array;
    }

    private JsonNode map(Schema schema) {
        ObjectNode map = JSON.objectNode();
        for (long items = block(); items != 0; items = block()) {
            for (long item = 0; item < items; item++) {
                map.set(Utf8.show(bytes(length())), value(schema.getValueType()));
            }
        }
        return map;
    }

    /// Returns the number of items of the next block. A negative one is followed by the block's length in bytes.
    private long block() {
        long items = Varint.read(data);
        if (items < 0) {
            Varint.read(data);
        }
        return Math.absExact(items);
    }
}
