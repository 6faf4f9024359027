package gregor.schema;

import module java.base;

import gregor.http.HttpExchange;
import gregor.http.JsonBody;
import gregor.http.Reply;
import tools.jackson.databind.node.ObjectNode;

/// Requests about subjects and their versions.
record SubjectRequests(SchemaRegistry registry) {
    private static final int MAX_BODY = 2 << 20;
    private static final String LATEST = "latest";
    private static final String VERSIONS = "versions";

    /// `GET /subjects`
    Reply list(HttpExchange call) {
        boolean deleted = SchemaRequests.isSet(call, "deleted");
        String prefix = call.query("subjectPrefix").orElse("");
        return registry.read(table -> SchemaRequests.json(table.subjects().stream()
                .filter(name -> name.startsWith(prefix) && !visible(table, name, deleted).isEmpty()).toList()));
    }

    /// `GET /subjects/{subject}/versions`, `…/versions/{version}`, `…/schema`, `…/referencedby`
    Reply get(HttpExchange call) {
        List<String> names = names(call);
        boolean deleted = SchemaRequests.isSet(call, "deleted");
        if (names.size() == 2) {
            return registry.read(table -> SchemaRequests
                    .json(known(table, names.getFirst(), deleted).stream().map(SchemaVersion::version).toList()));
        }
        SchemaVersion version = registry.read(table -> version(table, names.getFirst(), names.get(2), deleted));
        String view = names.size() == 4 ? names.get(3) : "";
        return switch (view) {
            case "" -> SchemaRequests.json(described(version));
            case "schema" -> Reply.of(SchemaRequests.TYPE, gregor.list.Utf8.bytes(version.text()));
            case "referencedby" -> SchemaRequests.json(List.of());
            default -> throw SchemaRequests.unknownPath();
        };
    }

    /// `POST /subjects/{subject}` finds a schema, `POST /subjects/{subject}/versions` registers it.
    Reply post(HttpExchange call) {
        List<String> names = call.names();
        String subject = checked(names.getFirst());
        ObjectNode body = body(call);
        if (names.size() == 1) {
            return find(subject, schema(body), SchemaRequests.isSet(call, "deleted"));
        }
        if (names.size() != 2 || !names.get(1).equals(VERSIONS)) {
            throw SchemaRequests.unknownPath();
        }
        int id = JsonBody.number(body, "id", -1, Integer.MAX_VALUE).orElse(0L).intValue();
        int version = JsonBody.number(body, "version", -1, Integer.MAX_VALUE).orElse(0L).intValue();
        return SchemaRequests
                .json(Map.of("id", registry.register(subject, schema(body), Math.max(0, version), Math.max(0, id))));
    }

    private Reply find(String subject, ParsedSchema schema, boolean deleted) {
        return registry.read(table -> {
            known(table, subject, deleted);
            return SchemaRequests.json(described(SchemaRegistry.find(table, subject, schema, deleted)
                    .orElseThrow(() -> new SchemaException(SchemaException.SCHEMA_NOT_FOUND, "Schema not found"))));
        });
    }

    /// `DELETE /subjects/{subject}`, `…/versions/{version}`
    Reply delete(HttpExchange call) {
        List<String> names = call.names();
        String subject = checked(names.getFirst());
        boolean permanent = SchemaRequests.isSet(call, "permanent");
        var deleted = new ArrayList<Integer>();
        if (names.size() == 1) {
            registry.delete(subject, permanent, table -> chosen(table, subject, permanent, deleted));
            return SchemaRequests.json(deleted);
        }
        if (names.size() != 3 || !names.get(1).equals(VERSIONS)) {
            throw SchemaRequests.unknownPath();
        }
        registry.delete(subject, permanent, table -> chosen(table, subject, names.get(2), permanent, deleted));
        return SchemaRequests.json(deleted.getFirst());
    }

    private static List<SchemaVersion> chosen(SchemaTable table, String subject, boolean permanent,
            List<Integer> deleted) {
        List<SchemaVersion> live = SchemaRegistry.live(table, subject);
        List<SchemaVersion> all = known(table, subject, true);
        if (permanent && !live.isEmpty()) {
            throw new SchemaException(SchemaException.SUBJECT_NOT_SOFT_DELETED,
                    "Subject '" + subject + "' was not deleted first before being permanently deleted");
        }
        if (!permanent && live.isEmpty()) {
            throw new SchemaException(SchemaException.SUBJECT_SOFT_DELETED,
                    "Subject '" + subject + "' was soft deleted.Set permanent=true to delete permanently");
        }
        List<SchemaVersion> chosen = permanent ? all : live;
        chosen.forEach(each -> deleted.add(each.version()));
        return chosen;
    }

    private static List<SchemaVersion> chosen(SchemaTable table, String subject, String number, boolean permanent,
            List<Integer> deleted) {
        SchemaVersion version = version(table, subject, number, !isLatest(number) || permanent);
        String name = "Subject '" + subject + "' Version " + version.version();
        if (permanent && !version.deleted()) {
            throw new SchemaException(SchemaException.VERSION_NOT_SOFT_DELETED,
                    name + " was not deleted first before being permanently deleted");
        }
        if (!permanent && version.deleted()) {
            throw new SchemaException(SchemaException.VERSION_SOFT_DELETED,
                    name + " was soft deleted.Set permanent=true to delete permanently");
        }
        deleted.add(version.version());
        return List.of(version);
    }

    /// `POST /compatibility/subjects/{subject}/versions`, `…/versions/{version}`
    Reply compare(HttpExchange call) {
        List<String> names = call.names();
        if (names.size() < 3 || names.size() > 4 || !names.getFirst().equals("subjects")
                || !names.get(2).equals(VERSIONS)) {
            throw SchemaRequests.unknownPath();
        }
        String subject = checked(names.get(1));
        ParsedSchema schema = schema(body(call));
        List<String> messages = registry.read(table -> SchemaRegistry.check(table, subject, schema,
                names.size() == 3
                        ? known(table, subject, false)
                        : List.of(version(table, subject, names.get(3), false))));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("is_compatible", messages.isEmpty());
        if (SchemaRequests.isSet(call, "verbose")) {
            answer.put("messages", messages);
        }
        return SchemaRequests.json(answer);
    }

    private static List<String> names(HttpExchange call) {
        List<String> names = call.names();
        checked(names.getFirst());
        if (names.size() < 2 || names.size() > 4 || !names.get(1).equals(VERSIONS)) {
            throw SchemaRequests.unknownPath();
        }
        return names;
    }

    /// Returns a subject that has a name; `__GLOBAL` and an empty name are none, and a colon begins a context.
    static String checked(String subject) {
        if (subject.isBlank() || subject.equals("__GLOBAL") || subject.startsWith(":")
                || subject.chars().anyMatch(Character::isISOControl)) {
            throw new SchemaException(SchemaException.INVALID_SUBJECT,
                    "The specified subject '" + subject + "' is not a valid subject.");
        }
        return subject;
    }

    private static ObjectNode body(HttpExchange call) {
        return JsonBody.object(call.body(MAX_BODY));
    }

    private static ParsedSchema schema(ObjectNode body) {
        for (String field : List.of("references", "metadata", "ruleSet", "schemaTags")) {
            if (!body.path(field).isMissingNode() && !body.path(field).isNull() && !body.path(field).isEmpty()) {
                throw SchemaException.invalid("this registry knows no " + field);
            }
        }
        String text = JsonBody.text(body, "schema").orElse("");
        if (text.isBlank()) {
            throw SchemaException.invalid("Empty schema");
        }
        return ParsedSchema.of(JsonBody.text(body, "schemaType").orElse(AvroSchema.TYPE), text);
    }

    private static List<SchemaVersion> visible(SchemaTable table, String subject, boolean deleted) {
        return deleted ? List.copyOf(table.versions(subject).values()) : SchemaRegistry.live(table, subject);
    }

    private static List<SchemaVersion> known(SchemaTable table, String subject, boolean deleted) {
        List<SchemaVersion> versions = visible(table, subject, deleted);
        if (versions.isEmpty()) {
            throw SchemaException.subjectNotFound(subject);
        }
        return versions;
    }

    private static boolean isLatest(String number) {
        return number.equals(LATEST) || number.equals("-1");
    }

    private static SchemaVersion version(SchemaTable table, String subject, String number, boolean deleted) {
        if (!isLatest(number) && !number.matches("0*[1-9]\\d{0,8}")) {
            throw new SchemaException(SchemaException.INVALID_VERSION, "The specified version '" + number
                    + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");
        }
        List<SchemaVersion> versions = known(table, subject, deleted);
        if (isLatest(number)) {
            return versions.getLast();
        }
        int wanted = Integer.parseInt(number);
        return versions.stream().filter(each -> each.version() == wanted).findFirst()
                .orElseThrow(() -> SchemaException.versionNotFound(wanted));
    }

    /// Returns a version as the original describes it: a schema without a type is one of Avro.
    static Map<String, Object> described(SchemaVersion version) {
        var json = new LinkedHashMap<String, Object>();
        json.put("subject", version.subject());
        json.put("version", version.version());
        json.put("id", version.id());
        if (!version.type().equals(AvroSchema.TYPE)) {
            json.put("schemaType", version.type());
        }
        json.put("schema", version.text());
        return json;
    }
}
