package gregor.schema;

import module java.base;

import gregor.list.Event;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads payloads that begin with the id of a schema as JSON.
///
/// ```
/// 00  00 00 00 07  …      a zero, the id in four bytes, the data
/// ```
///
/// One thread at a time may call it.
public final class SchemaDecoder {
    /// The topic with the schemas.
    public static final String TOPIC = SchemaRegistry.TOPIC;
    private static final int HEADER_BYTES = 5;
    private static final int MAX_REMEMBERED = 10_000;

    private final Supplier<List<Event>> source;
    private final SchemaTable table = new SchemaTable();
    private final Map<Integer, Optional<ParsedSchema>> schemas = new HashMap<>();

    /// @param source returns the events of [#TOPIC] that it has not returned yet; called for an id that is new
    public SchemaDecoder(Supplier<List<Event>> source) {
        this.source = source;
    }

    /// Returns what a payload means; empty if it does not begin with the id of a known schema, or does not follow it.
    public Optional<JsonNode> decode(byte @Nullable [] payload) {
        if (payload == null || payload.length < HEADER_BYTES || payload[0] != 0) {
            return Optional.empty();
        }
        if (schemas.size() > MAX_REMEMBERED) {
            schemas.clear();
        }
        ByteBuffer data = ByteBuffer.wrap(payload).position(1);
        return schemas.computeIfAbsent(data.getInt(), this::find).flatMap(schema -> {
            try {
                return Optional.of(schema.decode(data));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    private Optional<ParsedSchema> find(int id) {
        if (table.withId(id).isEmpty()) {
            source.get().forEach(table::apply);
        }
        try {
            return table.withId(id).stream().findFirst().map(found -> ParsedSchema.of(found.type(), found.text()));
        } catch (SchemaException e) {
            return Optional.empty();
        }
    }
}
