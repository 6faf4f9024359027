package gregor.schema;

import module java.base;

import gregor.list.Event;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The topic `_schemas` as a table, in the format of Confluent's Schema Registry.
///
/// ```
/// {"keytype":"SCHEMA","subject":"orders-value","version":1,"magic":1}
///     {"subject":"orders-value","version":1,"id":1,"schema":"…","deleted":false}
/// {"keytype":"CONFIG","subject":null,"magic":0}    {"compatibilityLevel":"FULL"}
/// {"keytype":"MODE","subject":"orders-value","magic":0}    {"mode":"READONLY"}
/// ```
///
/// An event that is no such record is ignored. One thread at a time may call it.
final class SchemaTable {
    /// The subject of the level and the mode of all subjects that have none of their own.
    static final String GLOBAL = "";
    private static final String SUBJECT = "subject";
    private static final String VERSION = "version";
    private static final String DELETED = "deleted";
    private static final String LAST_ID = "lastId";
    private static final int OVERHEAD_BYTES = 500;

    private final SortedMap<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final Map<Integer, SortedMap<String, SchemaVersion>> uses = new HashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, String> levels = new HashMap<>();
    private final Map<String, String> modes = new HashMap<>();
    private int lastId;
    private long bytes;

    static Event schema(SchemaVersion version) {
        ObjectNode value = ParsedSchema.JSON.createObjectNode().put(SUBJECT, version.subject())
                .put(VERSION, version.version()).put("id", version.id());
        if (!version.type().equals(AvroSchema.TYPE)) {
            value.put("schemaType", version.type());
        }
        return event(key("SCHEMA", version.subject(), 1).put(VERSION, version.version()),
                value.put("schema", version.text()).put(DELETED, version.deleted()));
    }

    /// A version that is deleted permanently.
    static Event tombstone(SchemaVersion version) {
        return event(key("SCHEMA", version.subject(), 1).put(VERSION, version.version()), null);
    }

    /// Keeps the last id when compaction has removed the schema with it: an id must never get another meaning.
    Event lastIdRecord() {
        return event(key("NOOP", GLOBAL, 0), ParsedSchema.JSON.createObjectNode().put(LAST_ID, lastId));
    }

    static Event level(String subject, @Nullable String level) {
        return event(key("CONFIG", subject, 0),
                level == null ? null : ParsedSchema.JSON.createObjectNode().put("compatibilityLevel", level));
    }

    static Event mode(String subject, @Nullable String mode) {
        return event(key("MODE", subject, 0),
                mode == null ? null : ParsedSchema.JSON.createObjectNode().put("mode", mode));
    }

    private static ObjectNode key(String type, String subject, int magic) {
        ObjectNode key = ParsedSchema.JSON.createObjectNode().put("keytype", type);
        if (!type.equals("NOOP")) {
            key.put(SUBJECT, subject.isEmpty() ? null : subject);
        }
        return key.put("magic", magic);
    }

    private static Event event(JsonNode key, @Nullable JsonNode value) {
        return Event.of(key.toString(), value == null ? null : value.toString());
    }

    void apply(Event event) {
        try {
            JsonNode key = ParsedSchema.JSON.readTree(event.key() == null ? new byte[0] : event.key());
            JsonNode value = ParsedSchema.JSON.readTree(event.value() == null ? new byte[0] : event.value());
            apply(key, value);
        } catch (JacksonException e) {
            // not a record of a registry
        }
    }

    private void apply(JsonNode key, JsonNode value) {
        String subject = key.path(SUBJECT).asString(GLOBAL);
        switch (key.path("keytype").asString("")) {
            case "SCHEMA" -> applySchema(subject, key.path(VERSION).asInt(0), value);
            case "DELETE_SUBJECT" -> versions(subject).headMap(value.path(VERSION).asInt(0), true).values().stream()
                    .toList().forEach(version -> put(version.withDeleted(true)));
            case "CONFIG" -> set(levels, subject, value.path("compatibilityLevel"));
            case "MODE" -> set(modes, subject, value.path("mode"));
            case "NOOP" -> lastId = Math.max(lastId, value.path(LAST_ID).asInt(0));
            default -> {
            }
        }
    }

    private static void set(Map<String, String> map, String subject, JsonNode value) {
        if (value.isString()) {
            map.put(subject, value.stringValue());
        } else {
            map.remove(subject);
        }
    }

    private void applySchema(String subject, int number, JsonNode value) {
        remove(subject, number);
        if (value.isObject()) {
            put(new SchemaVersion(subject, number, value.path("id").asInt(0),
                    value.path("schemaType").asString(AvroSchema.TYPE), value.path("schema").asString(""),
                    value.path(DELETED).asBoolean(false)));
        }
    }

    private void put(SchemaVersion version) {
        remove(version.subject(), version.version());
        subjects.computeIfAbsent(version.subject(), absent -> new TreeMap<>()).put(version.version(), version);
        uses.computeIfAbsent(version.id(), absent -> new TreeMap<>()).put(use(version), version);
        ids.put(version.type() + version.text(), version.id());
        lastId = Math.max(lastId, version.id());
        bytes += bytes(version);
    }

    private void remove(String subject, int number) {
        SchemaVersion old = versions(subject).remove(number);
        if (old == null) {
            return;
        }
        bytes -= bytes(old);
        SortedMap<String, SchemaVersion> same = uses.getOrDefault(old.id(), new TreeMap<>());
        same.remove(use(old));
        if (same.isEmpty()) {
            uses.remove(old.id());
            ids.remove(old.type() + old.text(), old.id());
        }
        if (versions(subject).isEmpty()) {
            subjects.remove(subject);
        }
    }

    private static String use(SchemaVersion version) {
        return version.subject() + "\0" + version.version();
    }

    private static long bytes(SchemaVersion version) {
        return OVERHEAD_BYTES + 4L * (version.subject().length() + version.text().length());
    }

    /// Returns the names of the subjects, also of those whose versions are all deleted.
    SortedSet<String> subjects() {
        return new TreeSet<>(subjects.keySet());
    }

    /// Returns the versions of a subject by number, also the deleted ones; empty if there is no such subject.
    NavigableMap<Integer, SchemaVersion> versions(String subject) {
        return subjects.getOrDefault(subject, new TreeMap<>());
    }

    List<SchemaVersion> withId(int id) {
        return List.copyOf(uses.getOrDefault(id, Collections.emptySortedMap()).values());
    }

    /// Returns the id of a schema, which all subjects share; the next unused id if it has none.
    int idOf(ParsedSchema schema) {
        return ids.getOrDefault(schema.type() + schema.text(), lastId + 1);
    }

    Optional<String> level(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    Optional<String> mode(String subject) {
        return Optional.ofNullable(modes.get(subject));
    }

    /// Returns roughly what the table takes in memory.
    long bytes() {
        return bytes;
    }
}
