package gregor.kafka;

import module java.base;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

/// Requests as trees of fields, by the schemas of kafka-clients: made from nothing, or read from a frame, and then
/// changed so that they keep their form. Arrays and texts are multiplied, numbers are replaced.
final class SchemaRequests {
    private static final int MAX_BYTES = 1 << 20;
    private static final int[] COUNTS = {0, 1, 2, 3, 10, 100, 2_000, 20_000, 120_000};
    private static final long[] NUMBERS = {0, 1, -1, -2, 2, 127, 128, 255, 1000, 32_767, 10_000, 65_536, 1 << 20,
            100_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final List<String> WORDS = List.of("", "a", "orders", "made", "billing", "consumer", "range", ".",
            "a/b", "cleanup.policy", "delete", "retention.ms", "0");

    private final Random random;

    SchemaRequests(Random random) {
        this.random = random;
    }

    /// A request, and what is in it.
    record Tree(ApiKeys api, short version, Struct body) {
        /// Returns the bytes of the request, without its size.
        byte[] frame() {
            var header = new RequestHeaderData().setRequestApiKey(api.id).setRequestApiVersion(version)
                    .setCorrelationId(7).setClientId("fuzz");
            ByteBuffer begin = MessageUtil.toByteBufferAccessor(header, api.requestHeaderVersion(version)).buffer();
            ByteBuffer all = ByteBuffer.allocate(begin.remaining() + body.sizeOf()).put(begin);
            body.writeTo(all);
            return all.array();
        }
    }

    /// A field of a request.
    ///
    /// @param copies how often it is in the request: elements of an array can be the same object
    record Place(Struct struct, BoundField field, long copies) {
        Object value() {
            return struct.get(field);
        }

        void set(Object value) {
            struct.set(field, value);
        }
    }

    /// Reads a frame.
    static Tree read(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        ApiKeys api = ApiKeys.forId(bytes.getShort(0));
        short version = bytes.getShort(2);
        RequestHeaderData.SCHEMAS[api.requestHeaderVersion(version)].read(bytes);
        return new Tree(api, version, api.messageType.requestSchemas()[version].read(bytes));
    }

    /// Makes a request in which each array has one or two elements.
    Tree make(ApiKeys api, short version) {
        return new Tree(api, version, struct(api.messageType.requestSchemas()[version]));
    }

    private Struct struct(Schema schema) {
        var struct = new Struct(schema);
        for (BoundField field : schema.fields()) {
            struct.set(field, value(field.def.type));
        }
        return struct;
    }

    private Object value(Type type) {
        if (type instanceof TaggedFields) {
            return new TreeMap<Integer, Object>();
        }
        if (type instanceof Schema schema) {
            return struct(schema);
        }
        if (type.isArray()) {
            Object[] elements = new Object[1 + random.nextInt(2)];
            Arrays.setAll(elements, index -> value(type.arrayElementType().orElseThrow()));
            return elements;
        }
        String name = type.toString();
        if (name.contains("STRING")) {
            return WORDS.get(random.nextInt(WORDS.size()));
        }
        if (name.contains("RECORDS")) {
            return null;
        }
        return name.contains("BYTES") ? ByteBuffer.allocate(random.nextInt(100)) : number(name, random.nextInt(3));
    }

    private static Object number(String type, long number) {
        return switch (type) {
            case "BOOLEAN" -> number % 2 == 0;
            case "INT8" -> (byte) number;
            case "INT16" -> (short) number;
            case "UINT16" -> (int) number & 0xffff;
            case "INT32", "VARINT" -> (int) number;
            case "UINT32" -> number & 0xffffffffL;
            case "INT64", "VARLONG" -> number;
            case "FLOAT64" -> (double) number;
            case "UUID" -> new Uuid(0, number);
            default -> throw new IllegalArgumentException("a request has a field of the unknown type " + type);
        };
    }

    /// Returns all fields of a request, also those in arrays and structs.
    static List<Place> places(Tree tree) {
        var places = new ArrayList<Place>();
        collect(tree.body(), 1, places);
        return places;
    }

    private static void collect(Object value, long copies, List<Place> places) {
        if (value instanceof Struct struct) {
            for (BoundField field : struct.schema().fields()) {
                places.add(new Place(struct, field, copies));
                collect(struct.get(field), copies, places);
            }
        } else if (value instanceof Object[] elements) {
            Arrays.stream(elements).limit(3).forEach(element -> collect(element, copies * elements.length, places));
        }
    }

    /// Changes one to three fields.
    void change(Tree tree) {
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            List<Place> places = places(tree);
            if (!places.isEmpty()) {
                change(tree, places.get(random.nextInt(places.size())));
            }
        }
    }

    private void change(Tree tree, Place place) {
        Object before = place.value();
        int most = (int) Math.min(COUNTS[random.nextInt(COUNTS.length)], MAX_BYTES / place.copies());
        place.set(switch (before) {
            case Object[] elements -> multiplied(elements,
                    elements.length == 0
                            ? 0
                            : (int) Math.min(most, (long) MAX_BYTES * elements.length / place.copies()
                                    / Math.max(1, place.field().def.type.sizeOf(elements))));
            case String text -> text.isEmpty() || random.nextBoolean()
                    ? WORDS.get(random.nextInt(WORDS.size()))
                    : text.repeat(Math.min(most, 32_767) / text.length());
            case ByteBuffer bytes -> ByteBuffer.allocate(most);
            case Number number -> number(place.field().def.type.toString(), NUMBERS[random.nextInt(NUMBERS.length)]);
            case null, default -> before;
        });
        if (tree.body().sizeOf() > MAX_BYTES) {
            place.set(before);
        }
    }

    /// Repeats elements until there are `count`; an empty array stays empty.
    static Object[] multiplied(Object[] elements, int count) {
        Object[] many = new Object[elements.length == 0 ? 0 : count];
        Arrays.setAll(many, index -> elements[index % elements.length]);
        return many;
    }
}
