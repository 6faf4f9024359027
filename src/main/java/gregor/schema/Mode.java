package gregor.schema;

import module java.base;

/// What may be done with the schemas of a subject.
enum Mode {
    READWRITE, READONLY,
    /// As `READONLY`, if it is set for a subject; set for all, it applies whatever mode a subject has.
    READONLY_OVERRIDE,
    /// Schemas are registered with the ids and versions that they have in another registry, and are not compared.
    IMPORT;

    /// @throws SchemaException if there is no such mode
    static Mode of(String name) {
        return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new SchemaException(SchemaException.INVALID_MODE,
                        "Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE and IMPORT"));
    }

    /// Returns the mode that applies to a subject.
    static Mode of(SchemaTable table, String subject) {
        Mode global = table.mode(SchemaTable.GLOBAL).map(Mode::of).orElse(READWRITE);
        return global == READONLY_OVERRIDE ? global : table.mode(subject).map(Mode::of).orElse(global);
    }

    void checkWritable(String subject) {
        if (this == READONLY || this == READONLY_OVERRIDE) {
            throw notPermitted("Subject " + subject + " is in read-only mode");
        }
    }

    /// @param id the id that the request wants; 0 for none
    void checkRegistration(SchemaTable table, String subject, ParsedSchema schema, int id) {
        checkWritable(subject);
        if ((this == IMPORT) != (id > 0)) {
            throw notPermitted("Subject " + subject + (id > 0
                    ? " is not in import mode; only that takes an id"
                    : " is in import mode, which takes schemas with their ids only"));
        }
        if (id > 0 && table.withId(id).stream().anyMatch(each -> !each.text().equals(schema.text()))) {
            throw notPermitted("Overwrite new schema with id " + id + " is not permitted.");
        }
    }

    static SchemaException notPermitted(String reason) {
        return new SchemaException(SchemaException.NOT_PERMITTED, reason);
    }
}
