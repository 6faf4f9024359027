package gregor.schema;

import module java.base;

import gregor.http.HttpExchange;
import gregor.http.JsonBody;
import gregor.http.Reply;
import gregor.list.Event;
import tools.jackson.databind.node.ObjectNode;

/// Requests about the compatibility level and the mode, of a subject or of all.
record SettingRequests(SchemaRegistry registry) {
    private static final int MAX_BODY = 1 << 14;
    private static final String CONFIG = "config";

    private static String subject(HttpExchange call) {
        List<String> names = call.names();
        if (names.size() > 1) {
            throw SchemaRequests.unknownPath();
        }
        return names.isEmpty() ? SchemaTable.GLOBAL : SubjectRequests.checked(names.getFirst());
    }

    private static String effective(SchemaTable table, String subject, String setting) {
        return setting.equals(CONFIG) ? SchemaRegistry.level(table, subject).name() : Mode.of(table, subject).name();
    }

    private static Optional<String> own(SchemaTable table, String subject, String setting) {
        return setting.equals(CONFIG) ? table.level(subject) : table.mode(subject);
    }

    private static Map<String, String> json(String setting, String value) {
        return Map.of(setting.equals(CONFIG) ? "compatibilityLevel" : "mode", value);
    }

    /// `GET /config`, `/config/{subject}`, `/mode`, `/mode/{subject}`; with `defaultToGlobal=true` the one that applies.
    Reply get(HttpExchange call, String setting) {
        String subject = subject(call);
        boolean isAnyOne = subject.equals(SchemaTable.GLOBAL) || SchemaRequests.isSet(call, "defaultToGlobal");
        return registry.read(table -> SchemaRequests.json(json(setting,
                isAnyOne
                        ? effective(table, subject, setting)
                        : own(table, subject, setting).orElseThrow(() -> notConfigured(subject, setting)))));
    }

    private static SchemaException notConfigured(String subject, String setting) {
        return setting.equals(CONFIG)
                ? new SchemaException(SchemaException.NO_SUBJECT_COMPATIBILITY,
                        "Subject '" + subject + "' does not have subject-level compatibility configured")
                : new SchemaException(SchemaException.NO_SUBJECT_MODE,
                        "Subject '" + subject + "' does not have subject-level mode configured");
    }

    /// `PUT /config`, `/config/{subject}`, `/mode`, `/mode/{subject}`; mode IMPORT needs an empty subject, or
    /// `force=true`.
    Reply put(HttpExchange call, String setting) {
        String subject = subject(call);
        ObjectNode body = JsonBody.object(call.body(MAX_BODY));
        String field = setting.equals(CONFIG) ? "compatibility" : "mode";
        body.propertyNames().stream().filter(name -> !name.equals(field)).findFirst().ifPresent(name -> {
            throw new SchemaException(SchemaException.UNKNOWN_FIELD, "Unrecognized field: " + name);
        });
        String value = JsonBody.text(body, field).orElse("");
        boolean force = SchemaRequests.isSet(call, "force");
        registry.write(table -> List.of(setting.equals(CONFIG)
                ? SchemaTable.level(subject, Compatibility.of(value).name())
                : mode(table, subject, Mode.of(value), force)));
        return SchemaRequests.json(Map.of(field, value.toUpperCase(Locale.ROOT)));
    }

    private static Event mode(SchemaTable table, String subject, Mode mode, boolean force) {
        boolean hasSchemas = subject.equals(SchemaTable.GLOBAL)
                ? table.subjects().stream().anyMatch(name -> !SchemaRegistry.live(table, name).isEmpty())
                : !SchemaRegistry.live(table, subject).isEmpty();
        if (mode == Mode.IMPORT && hasSchemas && !force) {
            throw Mode.notPermitted("Cannot import since found existing subjects");
        }
        return SchemaTable.mode(subject, mode.name());
    }

    /// `DELETE /config`, `/config/{subject}`, `/mode`, `/mode/{subject}`: back to what applies without it.
    Reply delete(HttpExchange call, String setting) {
        String subject = subject(call);
        var before = new ArrayList<String>();
        registry.write(table -> {
            Optional<String> own = own(table, subject, setting);
            if (own.isEmpty() && !subject.equals(SchemaTable.GLOBAL)) {
                throw notConfigured(subject, setting);
            }
            before.add(own.orElse(effective(table, subject, setting)));
            return List.of(setting.equals(CONFIG) ? SchemaTable.level(subject, null) : SchemaTable.mode(subject, null));
        });
        return SchemaRequests.json(json(setting, before.getFirst()));
    }
}
