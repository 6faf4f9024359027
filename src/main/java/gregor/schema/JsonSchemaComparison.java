package gregor.schema;

import module java.base;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/// Compares two JSON Schemas: is every document of the writer's schema one of the reader's?
///
/// The answer is yes only if the rules prove it: for types, enumerations, limits, properties, items, `allOf`, `anyOf`,
/// `oneOf` and local references. Any other keyword of the reader must be the same in the writer. So a schema can be
/// refused that a cleverer comparison would accept, and never the other way round.
///
/// A reader may not add a property, even an optional one, if the writer's schema allows further properties: old
/// documents may have that property with another type. With `"additionalProperties": false` it may.
final class JsonSchemaComparison {
    private static final int MAX_STEPS = 50_000;
    private static final int MAX_DEPTH = 150;
    private static final Set<String> NO_ASSERTIONS = Set.of("$schema", "$id", "id", "$comment", "title", "description",
            "default", "examples", "deprecated", "readOnly", "writeOnly", "definitions", "$defs", "$anchor",
            "connect.index", "connect.type");
    private static final Map<String, String> TYPE_OF = Map.ofEntries(Map.entry("minimum", "number"),
            Map.entry("maximum", "number"), Map.entry("exclusiveMinimum", "number"),
            Map.entry("exclusiveMaximum", "number"), Map.entry("multipleOf", "number"),
            Map.entry("minLength", "string"), Map.entry("maxLength", "string"), Map.entry("pattern", "string"),
            Map.entry("format", "string"), Map.entry("items", "array"), Map.entry("minItems", "array"),
            Map.entry("maxItems", "array"), Map.entry("uniqueItems", "array"), Map.entry("required", "object"),
            Map.entry("properties", "object"), Map.entry("additionalProperties", "object"),
            Map.entry("patternProperties", "object"), Map.entry("minProperties", "object"),
            Map.entry("maxProperties", "object"));

    private final JsonNode readerRoot;
    private final JsonNode writerRoot;
    private Set<Pair> assumed = new HashSet<>();
    private List<String> differences = new ArrayList<>();
    private int steps;
    private int depth;

    /// Two schemas by identity, which are compared once: a schema may contain itself.
    private record Pair(JsonNode reader, JsonNode writer) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pair pair && pair.reader == reader && pair.writer == writer;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(reader) + System.identityHashCode(writer);
        }
    }

    JsonSchemaComparison(JsonNode reader, JsonNode writer) {
        readerRoot = reader;
        writerRoot = writer;
    }

    /// Returns what the reader could fail on, a sentence each.
    List<String> differences() {
        if (!readerRoot.equals(writerRoot)) {
            compare("#", readerRoot, writerRoot);
        }
        return differences;
    }

    private void report(String path, String text) {
        differences.add(path + " " + text);
    }

    private boolean isIncluded(String path, JsonNode reader, JsonNode writer) {
        List<String> before = differences;
        var assumedBefore = new HashSet<>(assumed);
        steps += assumed.size() / 10;
        differences = new ArrayList<>();
        compare(path, reader, writer);
        boolean included = differences.isEmpty();
        if (!included) {
            assumed = assumedBefore;
        }
        differences = before;
        return included;
    }

    private void compare(String path, JsonNode reader, JsonNode writer) {
        if (++steps > MAX_STEPS || depth > MAX_DEPTH) {
            require(path, !differences.isEmpty());
            return;
        }
        depth++;
        compareNested(path, reader, writer);
        depth--;
    }

    private void compareNested(String path, JsonNode reader, JsonNode writer) {
        if (isAnything(reader) || isNothing(writer) || !assumed.add(new Pair(reader, writer))) {
            return;
        }
        if (isNothing(reader)) {
            report(path, "is allowed in the writer's schema only");
        } else if (writer.has("$ref")) {
            JsonSchema.resolve(writer.get("$ref"), writerRoot).ifPresentOrElse(target -> compare(path, reader, target),
                    () -> sameReference(path, reader, writer));
        } else if (isChoice(writer)) {
            choices(writer).forEach(branch -> compare(path, reader, branch));
        } else {
            reader.forEachEntry((keyword, value) -> keyword(path, keyword, reader, writer));
        }
    }

    private void sameReference(String path, JsonNode reader, JsonNode writer) {
        if (!reader.path("$ref").equals(writer.get("$ref"))) {
            report(path, "refers to another document");
        }
    }

    private static boolean isAnything(JsonNode schema) {
        return schema.isBoolean() ? schema.booleanValue() : NO_ASSERTIONS.containsAll(schema.propertyNames());
    }

    private static boolean isNothing(JsonNode schema) {
        return schema.isBoolean() && !schema.booleanValue();
    }

    private static boolean isChoice(JsonNode schema) {
        Set<String> keywords = new HashSet<>(schema.propertyNames());
        keywords.removeAll(NO_ASSERTIONS);
        return keywords.equals(Set.of("anyOf")) || keywords.equals(Set.of("oneOf"));
    }

    private static List<JsonNode> choices(JsonNode schema) {
        return schema.path(schema.has("anyOf") ? "anyOf" : "oneOf").valueStream().toList();
    }

    private void keyword(String path, String keyword, JsonNode reader, JsonNode writer) {
        JsonNode value = reader.get(keyword);
        String type = TYPE_OF.get(keyword);
        if (NO_ASSERTIONS.contains(keyword) || type != null && !isPossible(type, writer)) {
            return;
        }
        String at = path + "/" + keyword;
        switch (keyword) {
            case "type" -> requireAll(at, expanded(JsonSchema.types(value)), types(writer));
            case "enum" -> values(at, list(value), writer);
            case "const" -> values(at, List.of(value), writer);
            case "minimum", "minLength", "minItems", "minProperties" -> limit(at, value, writer.path(keyword), true);
            case "maximum", "maxLength", "maxItems", "maxProperties" -> limit(at, value, writer.path(keyword), false);
            case "required" -> requireAll(at, list(writer.path("required")), list(value));
            case "properties" ->
                    value.forEachEntry((name, each) -> compare(at + "/" + name, each, property(writer, name)));
            case "additionalProperties" -> additional(at, value, reader, writer);
            case "items" -> items(at, value, reader, writer);
            case "allOf" -> value.forEach(each -> compare(at, each, writer));
            case "anyOf" -> require(at, value.valueStream().anyMatch(each -> isIncluded(at, each, writer)));
            case "oneOf" -> require(at,
                    areDisjoint(value)
                            ? value.valueStream().anyMatch(each -> isIncluded(at, each, writer))
                            : isSame(value, writer.path(keyword)));
            case "$ref" -> JsonSchema.resolve(value, readerRoot).ifPresentOrElse(
                    target -> compare(path, target, writer), () -> sameReference(path, reader, writer));
            default -> require(at, isSame(value, writer.path(keyword)) && !keyword.startsWith("uneval"));
        }
    }

    private void require(String at, boolean holds) {
        if (!holds) {
            report(at, "is not known to hold for what the writer writes");
        }
    }

    private <T> void requireAll(String at, Collection<T> allowed, Collection<T> needed) {
        var missing = new HashSet<>(needed);
        missing.removeAll(new HashSet<>(allowed));
        if (!missing.isEmpty()) {
            report(at, "differs: " + missing.stream().map(Object::toString).sorted().toList());
        }
    }

    private void values(String at, List<JsonNode> allowed, JsonNode writer) {
        require(at, !values(writer).isEmpty());
        requireAll(at, allowed, values(writer));
    }

    private void limit(String at, JsonNode limit, JsonNode writer, boolean isMinimum) {
        boolean holds = writer.isNumber() && limit.isNumber()
                && (isMinimum ? 1 : -1) * writer.decimalValue().compareTo(limit.decimalValue()) >= 0;
        boolean isTrivial = isMinimum && limit.asDouble(-1) == 0 && !at.endsWith("/minimum");
        require(at, holds || isTrivial);
    }

    private static JsonNode property(JsonNode writer, String name) {
        JsonNode known = writer.path("properties").path(name);
        return !known.isMissingNode() ? known : writer.has("patternProperties") ? BooleanNode.TRUE : rest(writer);
    }

    private static JsonNode rest(JsonNode schema) {
        return schema.has("additionalProperties") ? schema.get("additionalProperties") : BooleanNode.TRUE;
    }

    private void additional(String at, JsonNode value, JsonNode reader, JsonNode writer) {
        writer.path("properties").forEachEntry((name, each) -> {
            if (!reader.path("properties").has(name)) {
                compare(at + "/" + name, value, each);
            }
        });
        if (!isSame(reader.path("patternProperties"), writer.path("patternProperties"))) {
            writer.path("patternProperties").forEach(each -> compare(at, value, each));
        }
        compare(at, value, rest(writer));
    }

    private void items(String at, JsonNode value, JsonNode reader, JsonNode writer) {
        JsonNode other = writer.has("items") ? writer.get("items") : BooleanNode.TRUE;
        if (value.isArray() || other.isArray()) {
            require(at, isSame(value, other) && isSame(reader.path("additionalItems"), writer.path("additionalItems")));
            return;
        }
        if (!isSame(reader.path("prefixItems"), writer.path("prefixItems"))) {
            writer.path("prefixItems").forEach(each -> compare(at, value, each));
        }
        compare(at, value, other);
    }

    /// Returns whether two values of a keyword mean the same. References in them may not.
    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.equals(other) && one.findValue("$ref") == null;
    }

    private static List<JsonNode> list(JsonNode array) {
        return array.valueStream().toList();
    }

    /// Returns whether no document can satisfy two of the branches, because their types differ.
    private static boolean areDisjoint(JsonNode branches) {
        var seen = new HashSet<String>();
        return list(branches).stream().allMatch(branch -> branch.has("type")
                && expanded(JsonSchema.types(branch.get("type"))).stream().allMatch(seen::add));
    }

    private static List<JsonNode> values(JsonNode schema) {
        return schema.has("const") ? List.of(schema.get("const")) : list(schema.path("enum"));
    }

    /// Returns the types that a document of a schema may have.
    private static Set<String> types(JsonNode schema) {
        if (schema.has("type")) {
            return JsonSchema.types(schema.get("type"));
        }
        List<JsonNode> values = values(schema);
        return values.isEmpty()
                ? JsonSchema.TYPES
                : values.stream().map(JsonSchemaComparison::type).collect(Collectors.toSet());
    }

    private static String type(JsonNode value) {
        return value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static Set<String> expanded(Set<String> types) {
        var expanded = new TreeSet<>(types);
        if (types.contains("number")) {
            expanded.add("integer");
        }
        return expanded;
    }

    private static boolean isPossible(String type, JsonNode writer) {
        Set<String> types = types(writer);
        return types.contains(type) || type.equals("number") && types.contains("integer");
    }
}
