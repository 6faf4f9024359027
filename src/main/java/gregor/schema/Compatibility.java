package gregor.schema;

import module java.base;

/// What a new version of a schema must be able to do with the versions before it.
enum Compatibility {
    /// Anything may be registered.
    NONE(false, false),
    /// A reader with the new schema reads what was written with the last one.
    BACKWARD(true, false),
    /// A reader with the last schema reads what will be written with the new one.
    FORWARD(false, true),
    /// Both.
    FULL(true, true),
    /// As without `_TRANSITIVE`, with every version before it and not the last one only.
    BACKWARD_TRANSITIVE(true, false), FORWARD_TRANSITIVE(false, true), FULL_TRANSITIVE(true, true);

    private static final int MAX_REPORTED = 20;

    private final boolean backward;
    private final boolean forward;

    Compatibility(boolean backward, boolean forward) {
        this.backward = backward;
        this.forward = forward;
    }

    /// @throws SchemaException if there is no such level
    static Compatibility of(String name) {
        return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new SchemaException(SchemaException.INVALID_COMPATIBILITY,
                        "Invalid compatibility level. Valid values are none, backward, forward, full, "
                                + "backward_transitive, forward_transitive, and full_transitive"));
    }

    /// Returns whether a new version is compared with all versions before it.
    boolean isTransitive() {
        return name().endsWith("_TRANSITIVE");
    }

    /// Returns what makes a schema incompatible with earlier ones, at most 20 sentences; empty if nothing does.
    List<String> check(ParsedSchema schema, List<ParsedSchema> earlier) {
        var messages = new ArrayList<String>();
        for (ParsedSchema other : earlier) {
            if ((backward || forward) && !schema.type().equals(other.type())) {
                messages.add("the type " + schema.type() + " is not the type " + other.type() + " of the earlier schema");
                continue;
            }
            if (backward) {
                schema.incompatibilities(other).forEach(each -> messages.add("new reader, old data: " + each));
            }
            if (forward) {
                other.incompatibilities(schema).forEach(each -> messages.add("old reader, new data: " + each));
            }
        }
        return messages.stream().distinct().limit(MAX_REPORTED).toList();
    }
}
