package gregor.schema;

import module java.base;

import gregor.http.HttpExchange;
import gregor.http.Reply;
import gregor.list.Utf8;

/// Requests about schemas by their ids.
record IdRequests(SchemaRegistry registry) {
    /// `GET /schemas`
    Reply list(HttpExchange call) {
        boolean deleted = SchemaRequests.isSet(call, "deleted");
        boolean latest = SchemaRequests.isSet(call, "latestOnly");
        String prefix = call.query("subjectPrefix").orElse("");
        return registry.read(table -> SchemaRequests
                .json(table.subjects().stream().filter(name -> name.startsWith(prefix)).flatMap(name -> {
                    List<SchemaVersion> versions = deleted
                            ? List.copyOf(table.versions(name).values())
                            : SchemaRegistry.live(table, name);
                    return versions.stream().skip(latest ? Math.max(0, versions.size() - 1) : 0);
                }).map(SubjectRequests::described).toList()));
    }

    /// `GET /schemas/types`, `/schemas/ids/{id}`, `…/schema`, `…/subjects`, `…/versions`
    Reply get(HttpExchange call) {
        List<String> names = call.names();
        if (names.equals(List.of("types"))) {
            return SchemaRequests.json(List.of(JsonSchema.TYPE, AvroSchema.TYPE));
        }
        if (names.size() < 2 || names.size() > 3 || !names.getFirst().equals("ids")
                || !names.get(1).matches("\\d{1,9}")) {
            throw SchemaRequests.unknownPath();
        }
        int id = Integer.parseInt(names.get(1));
        List<SchemaVersion> uses = registry.read(table -> table.withId(id));
        if (uses.isEmpty()) {
            throw new SchemaException(SchemaException.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
        }
        List<SchemaVersion> shown = uses.stream()
                .filter(each -> SchemaRequests.isSet(call, "deleted") || !each.deleted()).toList();
        return switch (names.size() == 3 ? names.get(2) : "") {
            case "" -> SchemaRequests.json(schema(uses.getFirst()));
            case "schema" -> Reply.of(SchemaRequests.TYPE, Utf8.bytes(uses.getFirst().text()));
            case "subjects" -> SchemaRequests.json(shown.stream().map(SchemaVersion::subject).distinct().toList());
            case "versions" -> SchemaRequests.json(shown.stream().map(IdRequests::version).toList());
            default -> throw SchemaRequests.unknownPath();
        };
    }

    private static Map<String, Object> schema(SchemaVersion version) {
        var json = new LinkedHashMap<>(SubjectRequests.described(version));
        json.keySet().retainAll(Set.of("schemaType", "schema"));
        return json;
    }

    private static Map<String, Object> version(SchemaVersion version) {
        var json = new LinkedHashMap<>(SubjectRequests.described(version));
        json.keySet().retainAll(Set.of("subject", "version"));
        return json;
    }
}
