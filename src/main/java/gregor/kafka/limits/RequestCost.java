package gregor.kafka.limits;

import module java.base;

import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.CompactArrayOf;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.utils.ByteUtils;

/// Limits the cost of decoding a request, in one pass over its bytes, before kafka-clients creates objects.
///
/// It limits the number of array elements, and the work of kafka-clients' `ImplicitLinkedHashCollection`: a table of
/// 2n+1 slots with linear probing, whose elements move to a larger table when the last of n is added. With n equal
/// hashes, the move takes n³ steps: 1,000 empty names take seconds. One thread at a time may call it.
public final class RequestCost {
    /// More elements than a request that names all partitions of a broker.
    public static final int MAX_ELEMENTS = 100_000;
    /// About 0.5 s. 20,000 topics with numbered names need up to 400 million steps.
    public static final long MAX_STEPS = 500_000_000;
    private static final int SMALLEST_TABLE = 5;
    /// The objects of an array element of kafka-clients' classes take less in memory, without texts and bytes.
    private static final int ELEMENT_BYTES = 200;

    /// The arrays that become such a collection, with the fields in the hash: those marked `mapKey` in kafka-clients'
    /// message definitions.
    private static final Map<ApiKeys, Map<String, List<String>>> HASHED = Map.of(ApiKeys.ADD_PARTITIONS_TO_TXN,
            Map.of("transactions", List.of("transactional_id"), "topics", List.of("name"), "v3_and_below_topics",
                    List.of("name")),
            ApiKeys.PRODUCE, Map.of("topic_data", List.of("name", "topic_id")), ApiKeys.JOIN_GROUP,
            Map.of("protocols", List.of("name")), ApiKeys.CREATE_TOPICS,
            Map.of("topics", List.of("name"), "assignments", List.of("partition_index"), "configs", List.of("name")),
            ApiKeys.CREATE_PARTITIONS, Map.of("topics", List.of("name")), ApiKeys.OFFSET_FOR_LEADER_EPOCH,
            Map.of("topics", List.of("topic")), ApiKeys.OFFSET_DELETE, Map.of("topics", List.of("name")),
            ApiKeys.DESCRIBE_LOG_DIRS, Map.of("topics", List.of("topic")), ApiKeys.ALTER_CONFIGS,
            Map.of("resources", List.of("resource_type", "resource_name"), "configs", List.of("name")),
            ApiKeys.INCREMENTAL_ALTER_CONFIGS, Map.of("resources", List.of("resource_type", "resource_name"), "configs",
                    List.of("name", "config_operation")));

    private final ByteBuffer bytes;
    private final Map<String, List<String>> hashed;
    private final long maxSteps;
    private int elements;
    private long steps;

    /// What decoding a request takes.
    ///
    /// @param steps       the steps of its hash tables, about 1 ns each
    /// @param objectBytes the memory of its objects, in bytes
    public record Cost(long steps, long objectBytes) {}

    private RequestCost(ByteBuffer bytes, Map<String, List<String>> hashed, long maxSteps) {
        this.bytes = bytes;
        this.hashed = hashed;
        this.maxSteps = maxSteps;
    }

    /// The arrays of an API's requests that become hash tables, with the names of their key fields.
    public static Map<String, List<String>> hashed(ApiKeys api) {
        return HASHED.getOrDefault(api, Map.of());
    }

    /// Checks a message that begins at the position of a buffer, and moves the position to its end.
    ///
    /// @param hashed   its arrays that become hash tables, with the names of their key fields
    /// @param maxSteps the most that its hash tables may take
    /// @throws RequestTooCostlyException if it has too many elements, or keys with too many equal hashes
    /// @throws RuntimeException          if it is malformed
    public static Cost check(Schema schema, Map<String, List<String>> hashed, long maxSteps, ByteBuffer message) {
        var cost = new RequestCost(message, hashed, maxSteps);
        cost.struct(schema, List.of());
        return new Cost(cost.steps, (long) ELEMENT_BYTES * cost.elements);
    }

    /// Skips a struct, and returns the hash that kafka-clients computes of its key fields.
    private int struct(Schema schema, List<String> keys) {
        if (schema.isNullable() && bytes.get() < 0) {
            return 0;
        }
        int[] values = new int[keys.size()];
        for (BoundField field : schema.fields()) {
            int key = keys.indexOf(field.def.name);
            int value = value(field.def, key >= 0);
            if (key >= 0) {
                values[key] = value;
            }
        }
        int hash = 0;
        for (int value : values) {
            hash = 31 * hash + value;
        }
        return hash;
    }

    /// Skips a value, and returns its hash if it is a primitive and a key: the hash of records would read all their
    /// bytes.
    private int value(Field field, boolean key) {
        Type type = field.type;
        if (type.isArray()) {
            array(type, hashed.getOrDefault(field.name, List.of()));
            return 0;
        }
        return switch (type) {
            case TaggedFields tagged -> tagged(tagged);
            case Schema schema -> struct(schema, List.of());
            default -> {
                Object value = type.read(bytes);
                yield key ? Objects.hashCode(value) : 0;
            }
        };
    }

    private void array(Type type, List<String> keys) {
        int count = type instanceof CompactArrayOf ? ByteUtils.readUnsignedVarint(bytes) - 1 : bytes.getInt();
        count(count);
        Type element = type.arrayElementType().orElseThrow();
        int[] hashes = new int[keys.isEmpty() ? 0 : Math.max(0, count)];
        for (int i = 0; i < count; i++) {
            if (element instanceof Schema schema) {
                int hash = struct(schema, keys);
                if (!keys.isEmpty()) {
                    hashes[i] = hash;
                }
            } else {
                element.read(bytes);
            }
        }
        steps += steps(hashes);
        if (steps > maxSteps) {
            throw new RequestTooCostlyException(
                    "an array has too many keys of equal hashes among its " + count + " elements");
        }
    }

    private void count(int more) {
        elements += Math.max(0, more);
        if (more > bytes.remaining() || elements > MAX_ELEMENTS) {
            throw new RequestTooCostlyException("a request announces " + more + " elements more; the limit is "
                    + MAX_ELEMENTS + " in all, and one for each byte");
        }
    }

    private int tagged(TaggedFields type) {
        int count = ByteUtils.readUnsignedVarint(bytes);
        count(count);
        for (int i = 0; i < count; i++) {
            Field known = type.fields().get(ByteUtils.readUnsignedVarint(bytes));
            int size = ByteUtils.readUnsignedVarint(bytes);
            if (known == null) {
                bytes.position(Math.addExact(bytes.position(), size));
            } else {
                value(known, false);
            }
        }
        return 0;
    }

    /// Returns the steps that a collection takes to move elements with these hashes out of its table of 2n+1 slots: for
    /// each element, the length of its run of occupied slots, and the distances of the elements in that run from the
    /// slots of their hashes. The order of insertion does not matter.
    private static long steps(int[] hashes) {
        int size = Math.max(SMALLEST_TABLE, 2 * hashes.length + 1);
        int[] wanted = new int[size];
        for (int hash : hashes) {
            wanted[(hash & Integer.MAX_VALUE) % size]++;
        }
        long steps = 0;
        long run = 0;
        long distance = 0;
        int carried = 0;
        int start = -1;
        // The first pass computes what is carried over the end; counting begins at a free slot after it.
        for (int slot = 0; start < 0 || slot <= start + size; slot++) {
            int here = carried + wanted[slot % size];
            carried = Math.max(0, here - 1);
            run++;
            distance += carried;
            if (here == 0) {
                steps += start < 0 ? 0 : run * (run + distance);
                start = start < 0 && slot >= size ? slot : start;
                run = 0;
                distance = 0;
            }
        }
        return steps;
    }
}
